import { expect, test } from 'vitest';
import { alterPlan } from './alter-plan.js';

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const jws = (payload: unknown): string => `header.${part(payload)}.signature`;
const read = (text: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(text.split('.')[1] ?? '', 'base64url').toString('utf8'));
const message = (payload: unknown): string =>
  `427${JSON.stringify(['relay', { visit: 'v', frame: { kind: 'data', payload } }])}`;

test('the vehicle of a plan is exchanged, and everything around it stays', () => {
  const plan = jws({ kind: 'coding', target: { vin: 'XBLTWN0A5SC000042', unit: 4098 } });
  const altered = alterPlan(message({ kind: 'envelope', jws: jws({ seq: 3, body: { kind: 'plan', jws: plan } }) }));
  const [, relay] = JSON.parse(altered?.slice('427'.length) ?? '[]');
  const envelope = read(relay.frame.payload.jws) as { seq: number; body: { jws: string } };
  expect(envelope.seq).toBe(3);
  expect(read(envelope.body.jws)).toEqual({ kind: 'coding', target: { vin: 'XBLTWN0A5SC999999', unit: 4098 } });
  expect(relay.frame.payload.jws).toMatch(/^header\..*\.signature$/);
});

test.each([
  ['another envelope', message({ kind: 'envelope', jws: jws({ body: { kind: 'scan' } }) })],
  ['a piece of a file', message({ kind: 'chunk', data: 'AAAA' })],
  ['another event', '421["join",{"visit":"v"}]'],
  ['a heartbeat', '2'],
])('%s is left alone', (_, text) => {
  expect(alterPlan(text)).toBeUndefined();
});
