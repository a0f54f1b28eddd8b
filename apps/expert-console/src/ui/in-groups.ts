/** In fours, as the bay screen shows it: what two people compare by voice. */
export const inGroups = (name: string): string => name.match(/.{1,4}/g)?.join(' ') ?? name;
