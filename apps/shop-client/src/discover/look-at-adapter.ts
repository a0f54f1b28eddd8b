import { type Clock, showAscii, showVolts } from '@baylink/kernel';
import { type ElmPlace, openElmLink } from '@baylink/transport-vehicle/elm';
import { type Finding, nothingAt } from './finding.js';
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
        programming: true,
        millivolts: null,
        sentences: [
          'It carries raw CAN frames: messages of every length that a unit takes.',
          'It measures no voltage: name another source with --voltage.',
          'It can program.',
        ],
      };
    case 'unknown':
      return nothingAt(path, unknown(greeting.value.said));
  }
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
    programming: certificate?.programming.able ?? null,
    millivolts: voltage?.ok ? voltage.value : null,
    sentences: [...(certificate?.sentences ?? []), ...measured, ...failed],
  };
}

function unknown(said: string): string {
  const shown = showAscii(Buffer.from(said, 'latin1')).slice(0, 40);
  const heard = shown === '' ? 'It says nothing' : `It says "${shown}"`;
  return `${heard} when it is asked for its name, so nothing more was written to it: check its supply, or that it is an adapter at all.`;
}
