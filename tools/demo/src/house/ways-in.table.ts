import type { JsonLine } from './child.js';

/** What a way into the car is made of: where the house keeps its files, and what the virtual vehicle has said. */
export interface WayInParts {
  /** A path in the folder of the house. */
  readonly at: (name: string) => string;
  /** The vehicle's `ready` line; every entrance is there by its name. */
  readonly ready: JsonLine;
  /** The pass-thru library whose adapter is the car. */
  readonly passThru: string;
}

/** How the bytes of a tap are put together again. */
export type TapForm = 'slcan' | 'elm' | 'doip' | 'k-line' | 'whole-messages';

export interface WayIn {
  /** What the virtual vehicle is started with. */
  readonly entrance: (at: WayInParts['at']) => readonly string[];
  /** The car as `--link` names it. */
  readonly link: (parts: WayInParts) => string;
  readonly tap: TapForm;
  /** Profile of the shop client; the sample car's unless told. */
  readonly profile?: string;
  /** The channel in the tap. */
  readonly channel: (parts: WayInParts) => string;
}

const DOIP_CHANNEL = 'doip-tcp';

const place = ({ ready }: WayInParts, entrance: string): string => {
  const { host, port } = ready[entrance] as { host: string; port: number };
  return `${host}:${port}`;
};

const device = (name: string, flag: string, tap: TapForm, kind: string, options = ''): WayIn => ({
  entrance: (at) => [flag, at(name)],
  link: ({ at }) => `${kind}:${at(name)}${options}`,
  tap,
  channel: ({ at }) => at(name),
});

/** Bytes at once, and patience with a machine that has other things to do: the times of the standard are judged elsewhere. */
const SLOW_MACHINE = '?p4=0&latency=1000';

const line: WayIn = {
  ...device('k-line', '--k-line', 'k-line', 'kline', SLOW_MACHINE),
  // At which speed a byte was written shows for a moment only, and a busy machine misses it.
  entrance: (at) => ['--k-line', `${at('k-line')}?break=unseen`],
};

/** Of so many long messages one is damaged: a bad earth. */
const NOISE = 25;
/** A block of ISO 14230-3 has no counter: whose answer is lost begins its segment anew, so there must be room for a whole one. */
const SELDOM = 140;

const noisy = (every: number): WayIn => ({
  ...line,
  entrance: (at) => ['--k-line', `${at('k-line')}?break=unseen&noise=${every}`],
});

/** The same way into a car whose units speak ISO 14230-3. */
const older = (way: WayIn): WayIn => ({
  ...way,
  entrance: (at) => [...way.entrance(at), '--dialect', 'kwp2000'],
  profile: 'sample-car-kwp2000',
});

/** Every way into the virtual car that a shop on this machine can take. */
export const WAYS_IN = {
  slcan: device('car', '--slcan', 'slcan', 'slcan'),
  'slcan-fd': device('car', '--slcan', 'slcan', 'slcan', '?fd=2000000'),
  elm: device('elm', '--elm', 'elm', 'elm'),
  'elm-plain': {
    ...device('elm', '--elm', 'elm', 'elm'),
    entrance: (at) => ['--elm', `${at('elm')}?as=elm14`],
  },
  'k-line': line,
  'k-line-noisy': noisy(NOISE),
  'k-line-kwp-noisy': older(noisy(SELDOM)),
  'slcan-kwp': older(device('car', '--slcan', 'slcan', 'slcan')),
  doip: {
    entrance: () => ['--doip', '127.0.0.1:0'],
    link: (parts) => `doip:${place(parts, 'doip')}`,
    tap: 'doip',
    channel: () => DOIP_CHANNEL,
  },
  doips: {
    entrance: (at) => ['--doip-tls', `127.0.0.1:0?ca=${at('vehicle-ca.pem')}`],
    link: (parts) => `doips:${place(parts, 'doipTls')}?ca=${parts.at('vehicle-ca.pem')}`,
    tap: 'doip',
    channel: () => DOIP_CHANNEL,
  },
  j2534: {
    entrance: (at) => ['--j2534', at('vci')],
    link: ({ at, passThru }) => `j2534:${passThru}?device=${at('vci')}`,
    tap: 'whole-messages',
    channel: ({ passThru }) => passThru,
  },
} as const satisfies Readonly<Record<string, WayIn>>;

export type WayInName = keyof typeof WAYS_IN;
