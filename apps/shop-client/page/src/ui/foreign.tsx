/** Control and formatting characters, those that turn the reading direction too; a line feed is left. */
const UNSHOWABLE = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Text that came from a unit, an expert or a broker: shown character by character, and unable to disturb what is around it. */
export function Foreign({ text }: { text: string }) {
  return <bdi>{text.replace(UNSHOWABLE, '\uFFFD')}</bdi>;
}
