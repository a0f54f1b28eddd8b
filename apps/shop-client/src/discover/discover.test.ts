import { createServer, type Server } from 'node:net';
import { millis, millivolts } from '@baylink/kernel';
import { systemClock } from '@baylink/kernel/system';
import { ADAPTER_START, elmAdapter, PERSONALITIES, type PersonalityName } from '@baylink/protocols/elm';
import { afterEach, expect, test } from 'vitest';
import { discover } from './discover.js';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

/** An adapter behind TCP that is in no car; `says` takes its place where it is given. */
async function adapter(who: PersonalityName, says?: string): Promise<string> {
  const written: string[] = [];
  const server = createServer((socket) => {
    const machine = elmAdapter(PERSONALITIES[who]);
    let state = ADAPTER_START;
    const feed = (input: Parameters<typeof machine.step>[1]): void => {
      const step = machine.step(state, input, millis(0));
      state = step.state;
      for (const out of step.out) {
        if (out.kind === 'write') socket.write(out.bytes);
        if (out.kind === 'measure') feed({ kind: 'voltage', value: millivolts(12_640) });
      }
    };
    socket.on('data', (bytes) => {
      written.push(bytes.toString('latin1'));
      if (says === undefined) feed({ kind: 'received', bytes });
      else socket.write(says);
    });
    socket.on('error', () => socket.destroy());
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `tcp:127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
}

const clock = systemClock();

test('[SHP-R67] an adapter is named, tested, and what it can is said in words', async () => {
  const place = await adapter('stn1110');
  const found = await discover({ places: [place], doip: undefined }, clock);
  expect(found).toMatchObject({
    ok: true,
    value: {
      notes: [],
      findings: [
        {
          link: `elm:${place}`,
          name: 'STN1110 v4.2.1',
          programming: true,
          millivolts: 12_640,
          sentences: expect.any(Array),
        },
      ],
    },
  });
});

test('[SHP-R67] a clone is called one, and does not program', async () => {
  const found = await discover({ places: [await adapter('clone15')], doip: undefined }, clock);
  expect(found.ok && found.value.findings[0]).toMatchObject({
    name: 'ELM327 v1.5 (clone)',
    programming: false,
    sentences: expect.arrayContaining([expect.stringContaining('is a clone')]),
  });
});

test('[SHP-R67] what answers nonsense is not recognised, and so is a port that is not there', async () => {
  const found = await discover({ places: [await adapter('elm14', '?\r>'), '/nowhere/at-all'], doip: undefined }, clock);
  expect(found.ok && found.value.findings.map(({ link, sentences }) => [link, sentences[0]])).toEqual([
    [null, expect.stringMatching(/^No ELM327 answers at/)],
    [null, expect.stringMatching(/^There is no adapter at \/nowhere/)],
  ]);
});

test.each<[string, { places: string[]; doip: string | undefined }]>([
  ['tcp:host', { places: ['tcp:host'], doip: undefined }],
  ['tcp:host:0', { places: ['tcp:host:0'], doip: undefined }],
  ['--doip 1.2.3.4:99999', { places: [], doip: '1.2.3.4:99999' }],
])('[SHP-R67] %s is one sentence, and nothing is opened', async (named, options) => {
  expect(await discover(options, clock)).toMatchObject({ ok: false, error: expect.stringContaining(named) });
});
