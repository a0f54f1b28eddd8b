import { type Clock, ok, type Result } from '@baylink/kernel';
import type { RunningCar } from '@baylink/twin';
import type { Entrance, EntranceKind } from '../port.js';
import { openPty } from '../pty/index.js';
import { plugIn } from './elm-adapter.js';
import { parseElmPlace } from './elm-place.js';

/** An ELM327, an STN or a clone on a pseudo-terminal, with the car on its bus. */
export const elmEntrance: EntranceKind = {
  title: 'ELM',
  flag: '--elm <path>',
  help: 'an STN1110 on a pseudo-terminal, linked at this path; PATH?as=elm14, elm22, clone15 or clone21 for another one',
  open: openElmPort,
};

async function openElmPort(text: string, car: RunningCar, clock: Clock): Promise<Result<Entrance, string>> {
  const parsed = parseElmPlace('--elm', text);
  if (!parsed.ok) return parsed;
  const { place: path, who } = parsed.value;
  const opened = await openPty(path);
  if (!opened.ok) return opened;
  const pty = opened.value;
  const adapter = plugIn(car, clock, who, 'elm', (bytes) => void pty.write(bytes));
  pty.listen((bytes) => adapter.received(bytes));
  return ok({
    place: { path, device: pty.device, adapter: who.name },
    shown: `${path} (${pty.device}, ${who.stn?.firmware ?? who.name})`,
    close: async () => {
      adapter.unplug();
      pty.close();
    },
  });
}
