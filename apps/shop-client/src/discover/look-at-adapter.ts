import { type Clock, ok, type Result, showAscii, showVolts, unreachable } from '@baylink/kernel';
import { type ElmPlace, openElmLink } from '@baylink/transport-vehicle/elm';
import { parseLinkSpec } from '../link/link-spec.js';
import { type Finding, nothingAt, programmingOf } from './finding.js';
import { lookAtSupply } from './look-at-supply.js';
import { greet } from './serial-greeting.js';

/** Recognises what stands at a serial port, and lets it test itself. */
export async function lookAtPort(path: string, clock: Clock): Promise<Finding> {
  const greeting = await greet(path, clock);
  if (!greeting.ok) return nothingAt(path, greeting.error);
  switch (greeting.value.kind) {
    case 'elm':
      return testElm({ kind: 'serial', path }, path, `elm:${path}`, clock);
    case 'slcan':
      return {
        place: path,
        link: `slcan:${path}`,
        name: `SLCAN adapter, version ${greeting.value.version}`,
        programming: 'claimed',
        millivolts: null,
        sentences: [
          'It carries raw CAN frames: messages of every length that a unit takes.',
          'It measures no voltage: name another source with --voltage.',
          'It can program, as its kind does: no frame was sent to try it.',
        ],
      };
    case 'echo':
      return echoFinding(path);
    case 'unknown':
      return (await lookAtSupply(path, clock)) ?? nothingAt(path, unknown(greeting.value.said));
    default:
      return unreachable(greeting.value);
  }
}

/** No unit is woken to find out more: that takes seconds and changes what the vehicle does. */
const echoFinding = (path: string): Finding => ({
  place: path,
  link: `kline:${path}`,
  name: 'interface that hears itself, as on K-Line',
  programming: null,
  millivolts: null,
  sentences: [
    'Every byte that is sent comes back, as on a wire for both directions; a plug that joins both directions does that, too.',
    'Whether a unit answers on it was not tried: the first request wakes one.',
    'K-Line carries about a kilobyte a second: a backup of a megabyte takes a quarter of an hour or more.',
    'It measures no voltage: name another source with --voltage.',
  ],
});

/** A library that the maker of a pass-thru adapter installs: opened, asked for its versions and its voltage, and closed. */
export async function lookAtLibrary(spec: string, clock: Clock): Promise<Result<Finding, string>> {
  const parsed = parseLinkSpec(spec);
  if (!parsed.ok) return parsed;
  const link = parsed.value.make({ units: [], clock });
  const opened = await link.open();
  if (!opened.ok) return ok(nothingAt(spec, opened.error.message));
  const certificate = link.certificate?.();
  const voltage = await link.readVoltage?.();
  await link.close();
  return ok({
    place: spec,
    link: spec,
    name: certificate?.adapter ?? 'pass-thru adapter',
    programming: programmingOf(certificate),
    millivolts: voltage?.ok ? voltage.value : null,
    sentences: certificate?.sentences ?? [],
  });
}

/** An adapter with a network of its own: `tcp:HOST:PORT`. */
export async function lookAtTcp(host: string, port: number, clock: Clock): Promise<Finding> {
  const place = `${host}:${port}`;
  return testElm({ kind: 'tcp', host, port }, place, `elm:tcp:${place}`, clock);
}

async function testElm(at: ElmPlace, place: string, link: string, clock: Clock): Promise<Finding> {
  const adapter = openElmLink({ place: at, units: [], clock });
  const opened = await adapter.open();
  if (!opened.ok) return nothingAt(place, opened.error.message);
  const voltage = await adapter.readVoltage?.();
  const certificate = adapter.certificate?.();
  await adapter.close();
  const measured = voltage?.ok ? [`It measures ${showVolts(voltage.value)} at the plug.`] : [];
  const failed = voltage?.ok === false ? [voltage.error.message] : [];
  return {
    place,
    link,
    name: certificate?.adapter ?? 'ELM327',
    programming: programmingOf(certificate),
    millivolts: voltage?.ok ? voltage.value : null,
    sentences: [...(certificate?.sentences ?? []), ...measured, ...failed],
  };
}

function unknown(said: string): string {
  const shown = showAscii(Buffer.from(said, 'latin1')).slice(0, 40);
  const heard = shown === '' ? 'It says nothing' : `It says "${shown}"`;
  return `${heard} when it is asked for its name, so nothing more was written to it: check its supply, or that it is an adapter at all.`;
}
