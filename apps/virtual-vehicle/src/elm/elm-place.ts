import { err, ok, type Result } from '@baylink/kernel';
import { PERSONALITIES, PERSONALITY_NAMES, type Personality, type PersonalityName } from '@baylink/protocols/elm';

export interface ElmPlaceAs {
  readonly place: string;
  readonly who: Personality;
}

const isName = (name: string): name is PersonalityName => PERSONALITY_NAMES.some((known) => known === name);

/** `PLACE` or `PLACE?as=WHO`: which adapter it is that stands there. */
export function parseElmPlace(flag: string, text: string): Result<ElmPlaceAs, string> {
  const [, place = '', name = 'stn1110'] = /^(.*?)(?:\?as=(.*))?$/s.exec(text) ?? [];
  if (place === '') return err(`${flag} ${text}: say where the adapter shall be, before ?as=.`);
  if (!isName(name))
    return err(`${flag} ${text}: there is no adapter "${name}"; there are ${PERSONALITY_NAMES.join(', ')}.`);
  return ok({ place, who: PERSONALITIES[name] });
}
