/** Three risk profiles that are never mixed up, and the place from which a run is watched. */
export const AREAS = ['diagnostics', 'coding', 'programming', 'supervision'] as const;
export type Area = (typeof AREAS)[number];

export const AREA_WORDS: Record<Area, { readonly title: string; readonly promise: string }> = {
  diagnostics: { title: 'Diagnostics', promise: 'reads, changes nothing' },
  coding: { title: 'Coding', promise: 'changes values' },
  programming: { title: 'Programming', promise: 'replaces the software of a unit' },
  supervision: { title: 'Supervision', promise: 'what runs at the shop now' },
};
