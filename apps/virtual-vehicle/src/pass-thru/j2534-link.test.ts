import { canLinkContract, diagnosticLinkContract, Heard } from '@baylink/testing';
import type { UnitAddress } from '@baylink/transport-vehicle';
import { FUNCTIONAL_REQUEST_ID, openIsoTpLink } from '@baylink/transport-vehicle/iso-tp';
import { openJ2534CanLink, openJ2534Link } from '@baylink/transport-vehicle/j2534';
import { afterAll, describe } from 'vitest';
import { adapterIn, clock, passThruLibrary } from './test/adapter.rig.js';

const built = await passThruLibrary();
afterAll(built.clear);
if (built.skip !== undefined) process.stderr.write(`${built.skip}\n`);
const { folder, hostScript } = built;
const VERSIONS = [
  ['04.04', built.library],
  ['05.00', built.library0500],
] as const;

const ENGINE: UnitAddress = { logical: 0x1001, can: { request: 0x7e0, response: 0x7e8 } };
const NOBODY: UnitAddress = { logical: 0x1099, can: { request: 0x700, response: 0x708 } };
const TESTER: UnitAddress = { logical: 0x0e00, can: { request: 0x7e8, response: 0x7e0 } };
const EVERYBODY: UnitAddress = { logical: 0x0e01, can: { request: 0x7fe, response: FUNCTIONAL_REQUEST_ID } };

/** A unit with its own ISO-TP on the adapter's bus. */
async function unitOn(on: Awaited<ReturnType<typeof adapterIn>>, addresses = [TESTER, EVERYBODY]) {
  const unit = openIsoTpLink({ canLink: on.node, units: addresses, clock });
  await unit.open();
  return {
    answer: (handler: (request: Uint8Array) => readonly Uint8Array[]) =>
      unit.listen(async (event) => {
        if (event.kind !== 'message') return;
        const to = addresses[0] ?? TESTER;
        for (const answer of handler(event.bytes)) await unit.send({ to: 'unit', unit: to }, answer);
      }),
  };
}

describe.skipIf(built.skip !== undefined).each(VERSIONS)(
  'through a pass-thru library of version %s in a process of its own',
  (version, library) => {
    canLinkContract(`raw CAN, ${version}`, async () => {
      const on = await adapterIn(folder);
      const heard = new Heard(on.node);
      const link = openJ2534CanLink({ library, device: on.path, hostScript, clock });
      return {
        link,
        onBus: async (count) => (await heard.until('frame', count)).map(({ frame }) => frame),
        fromBus: (frame) => void on.node.send(frame),
        cut: on.cut,
        release: async () => {
          await link.close();
          await on.release();
        },
      };
    });

    diagnosticLinkContract(`ISO 15765 in the adapter, ${version}`, async () => {
      const on = await adapterIn(folder);
      const link = openJ2534Link({ library, device: on.path, hostScript, clock, units: [ENGINE] });
      const { answer } = await unitOn(on);
      return {
        link,
        unit: ENGINE,
        stranger: NOBODY,
        answer,
        cut: on.cut,
        release: async () => {
          await link.close();
          await on.release();
        },
      };
    });

    diagnosticLinkContract(`ISO-TP of our own over raw CAN, ${version}`, async () => {
      const on = await adapterIn(folder);
      const canLink = openJ2534CanLink({ library, device: on.path, hostScript, clock });
      const link = openIsoTpLink({ canLink, units: [ENGINE], clock });
      const { answer } = await unitOn(on);
      return {
        link,
        unit: ENGINE,
        stranger: NOBODY,
        answer,
        cut: on.cut,
        release: async () => {
          await link.close();
          await on.release();
        },
      };
    });
  },
);
