import {
  type Clock,
  DrivenMachine,
  err,
  milliamperes,
  millivolts,
  ok,
  type Result,
  unreachable,
} from '@baylink/kernel';
import {
  benchInstrument,
  type DialectName,
  type InstrumentOut,
  instrumentStart,
  type Terminals,
} from '@baylink/protocols/bench-supply';
import { type RunningCar, supplyCurrent } from '@baylink/twin';
import type { Entrance, EntranceKind } from '../port.js';
import { openPty } from '../pty/index.js';

/** Foreign programs know their instruments by these names. */
const IDENTITIES: { readonly [name in DialectName]: string } = {
  scpi: 'Baylink,Virtual Supply,1,1.0',
  korad: 'KORADKA3005PV2.0',
};
const FIRST = { voltage: millivolts(13_850), current: milliamperes(5_000) };
/** Of the instrument that `korad` names. */
const MOST: Terminals = { voltage: millivolts(31_000), current: milliamperes(5_100) };

/** A bench supply on a pseudo-terminal that feeds the car in the place of its battery. */
export const supplyEntrance: EntranceKind = {
  title: 'Supply',
  flag: '--supply <path>',
  help: 'the bench supply that feeds the car, SCPI on a pseudo-terminal linked at this path; PATH?dialect=korad for the other',
  open: openSupplyPort,
};

async function openSupplyPort(text: string, car: RunningCar, clock: Clock): Promise<Result<Entrance, string>> {
  const [, path = '', dialect = 'scpi'] = /^(.+?)(?:\?dialect=(scpi|korad))?$/.exec(text) ?? [];
  if (path === '' || path.includes('?') || (dialect !== 'scpi' && dialect !== 'korad'))
    return err(`"${text}" is no place for a supply: write PATH or PATH?dialect=korad.`);
  const opened = await openPty(path);
  if (!opened.ok) return opened;
  const pty = opened.value;

  const perform = (out: InstrumentOut): void => {
    switch (out.kind) {
      case 'write':
        pty.write(Buffer.from(out.text, 'latin1'));
        return;
      case 'voltage-set':
        car.feed({ kind: 'action', action: { kind: 'battery', change: { kind: 'volts', level: out.level } } });
        return;
      case 'switched':
        car.feed({ kind: 'action', action: { kind: 'battery', change: { kind: 'power', connected: out.on } } });
        return;
      default:
        unreachable(out);
    }
  };
  const machine = benchInstrument({ dialect, identity: IDENTITIES[dialect], most: MOST });
  const terminals = (): Terminals => ({ voltage: car.voltage(), current: supplyCurrent(car.state) });
  const start = instrumentStart(FIRST.voltage, FIRST.current);
  // The instrument has no timer; this is an input that changes nothing.
  const nothing = { bytes: new Uint8Array(), terminals: FIRST };
  const instrument = new DrivenMachine(machine, start, clock, nothing, perform);
  pty.listen((bytes) => instrument.feed({ bytes, terminals: terminals() }));
  return ok({
    place: { path, device: pty.device, dialect },
    shown: `${path} (${pty.device}, ${dialect})`,
    close: async () => {
      instrument.stop();
      pty.close();
    },
  });
}
