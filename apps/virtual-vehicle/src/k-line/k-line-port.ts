import { bytesOf, type Clock, DrivenMachine, err, ok, type Result, unreachable } from '@baylink/kernel';
import {
  kLineServer,
  LINE_DEFAULTS,
  LINE_START,
  type LineInput,
  type LineOptions,
  type LineOut,
  LONGEST_DATA,
  NEGATIVE,
  POSITIVE,
} from '@baylink/protocols/k-line';
import { type RunningCar, SESSION } from '@baylink/twin';
import type { Entrance, EntranceKind } from '../port.js';
import { openPty } from '../pty/index.js';
import { attachLine } from './line-end.js';
import { lineNoise } from './line-noise.js';
import { LINE_UNITS } from './line-units.table.js';

/** The car's name for whoever is on K-Line: no logical address of DoIP has it. */
const TESTER = 0x1_0000;
const NOBODY = 0x1_0001;
/** DiagnosticSessionControl without an answer, and StopDiagnosticSession. (ISO 14229-1 10.2; ISO 14230-3 6.2) */
const END_OF_SESSION = { uds: bytesOf(0x10, 0x81), kwp2000: bytesOf(0x20) } as const;

/** responseTooLong of ISO 14229-1. */
const TOO_LONG = 0x14;

/**
 * A K-Line interface on a pseudo-terminal at a path, with the car on its wire. It hears itself as every interface does. A
 * wake-up shows as a slow zero byte, an address byte as one at 5 bit/s; a break does not show on a pseudo-terminal.
 */
export const kLineEntrance: EntranceKind = {
  title: 'K-Line',
  flag: '--k-line <path>',
  help: 'a K-Line interface on a pseudo-terminal, linked at this path; PATH?break=unseen for testers that wake by break, PATH?noise=N: every Nth long message is damaged',
  open: openKLinePort,
};

async function openKLinePort(text: string, car: RunningCar, clock: Clock): Promise<Result<Entrance, string>> {
  const wanted = parse(text);
  if (!wanted.ok) return wanted;
  const { path, wakeUp, noise: every } = wanted.value;
  const noise = lineNoise(every);
  const opened = await openPty(path);
  if (!opened.ok) return opened;
  const pty = opened.value;

  /** Off the car an interface hears nobody but itself. */
  let cable: 'on' | 'off' = 'on';

  const options: LineOptions = { units: LINE_UNITS, ...LINE_DEFAULTS, wakeUp };
  const line = new DrivenMachine(kLineServer(options), LINE_START, clock, { kind: 'tick' }, (out) => perform(out));
  /** Communication that begins anew or ends takes the diagnostic session with it; nobody hears what the unit says to that. */
  const endSession = (address: number): void => {
    const logical = LINE_UNITS.find((entry) => entry.address === address)?.logical;
    const node = car.state.nodes.find(({ unit }) => unit.profile.logical === logical);
    if (logical === undefined || node?.unit.life.kind !== 'running') return;
    const { profile, life } = node.unit;
    if (life.server.session === SESSION.default) return;
    const bytes = END_OF_SESSION[profile.dialect];
    car.feed({ kind: 'diagnostic', from: NOBODY, to: logical, addressing: 'physical', bytes, medium: 'k-line' });
  };
  const perform = (out: LineOut): void => {
    switch (out.kind) {
      case 'write':
        if (cable === 'on') pty.write(noise.fromUnits(out.bytes));
        return;
      case 'request': {
        const { bytes, addressing } = out;
        const unit = LINE_UNITS.find(({ address }) => address === out.to);
        if (unit !== undefined)
          car.feed({ kind: 'diagnostic', from: TESTER, to: unit.logical, addressing, bytes, medium: 'k-line' });
        return;
      }
      case 'started':
      case 'ended':
        endSession(out.unit);
        return;
      default:
        unreachable(out);
    }
  };

  const quiet = car.listen((out) => {
    if (out.kind !== 'diagnostic' || out.to !== TESTER) return;
    const unit = LINE_UNITS.find(({ logical }) => logical === out.from);
    if (unit !== undefined) line.feed({ kind: 'answer', from: unit.address, bytes: fitting(out.bytes) });
  });
  const { echo, toUnits } = noise;
  const hear = (input: LineInput): void => {
    if (cable === 'on') line.feed(input);
  };
  const detach = attachLine(pty, { clock, echo, toUnits, hear });
  return ok({
    place: { path, device: pty.device },
    shown: `${path} (${pty.device})`,
    plug: (on) => {
      cable = on ? 'on' : 'off';
    },
    close: async () => {
      quiet();
      detach();
      line.stop();
      pty.close();
    },
  });
}

/** An answer that K-Line cannot carry is refused by the unit, as ISO 14229-1 has it. */
const fitting = (bytes: Uint8Array): Uint8Array =>
  bytes.length <= LONGEST_DATA ? bytes : bytesOf(NEGATIVE, (bytes[0] ?? 0) - POSITIVE, TOO_LONG);

interface Wanted {
  readonly path: string;
  readonly wakeUp: LineOptions['wakeUp'];
  readonly noise: number | undefined;
}

const FORM = /^(?<path>[^?]+)(?:\?(?<options>[^?]*))?$/;
const OPTION = /^(?:break=(?<seen>unseen)|noise=(?<noise>[1-9]\d{0,5}))$/;

function parse(text: string): Result<Wanted, string> {
  const { path, options = '' } = FORM.exec(text)?.groups ?? {};
  const read = options === '' ? [] : options.split('&').map((option) => OPTION.exec(option)?.groups);
  if (path === undefined || read.includes(undefined))
    return err(
      `--k-line ${text}: give a path, PATH?break=unseen for a tester that wakes units by a break, or PATH?noise=N.`,
    );
  const noise = read.find((option) => option?.noise !== undefined)?.noise;
  return ok({
    path,
    wakeUp: read.some((option) => option?.seen !== undefined) ? 'assumed' : 'required',
    noise: noise === undefined ? undefined : Number(noise),
  });
}
