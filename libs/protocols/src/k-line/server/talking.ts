import { millis } from '@baylink/kernel';
import { CARB_RESPONSE, COMMUNICATION } from '../communication.table.js';
import { keyMeaning, lengthFormFor } from '../key-bytes.js';
import { encodeMessage, type KLineMessage } from '../message.js';
import { answerOfLink, endOf } from './communication.js';
import type { LineOut, LineUnit } from './io.js';
import {
  change,
  follow,
  type LineContext,
  type LinePhase,
  type LineState,
  type LineTurn,
  plus,
  rest,
} from './state.js';

type Talking = Extract<LinePhase, { name: 'talking' }>;

/** A whole message from a tester. */
export function hearMessage(state: LineState, message: KLineMessage, context: LineContext): LineTurn {
  const { phase } = state;
  const starts = message.data[0] === COMMUNICATION.start && message.data.length === 1;
  if (phase.name === 'talking' && !starts) return hearRequest(state, phase, message, context);
  if (!starts) return rest(state);
  const { header } = message;
  if (header.kind === 'none' || header.kind === 'carb') return rest(state);
  const units = context.options.units.filter(({ address, functional }) =>
    header.kind === 'physical' ? address === header.target : functional.includes(header.target),
  );
  if (units.length === 0) return rest(state);
  const awake = phase.name === 'talking' ? [...phase.awake.filter((unit) => !units.includes(unit)), ...units] : units;
  const timing = context.options.timing;
  const started = units.map(({ address }): LineOut => ({ kind: 'started', unit: address }));
  const talking: Talking = { name: 'talking', awake, tester: header.source, timing, since: context.now };
  return units.reduce(
    (turn, unit) => follow(turn, (next) => linkAnswer(next, unit, message, context)),
    change({ ...state, outbox: [] }, talking, ...started),
  );
}

function hearRequest(state: LineState, phase: Talking, { header, data }: KLineMessage, context: LineContext): LineTurn {
  const addressed = phase.awake.filter((unit) => {
    if (header.kind === 'none') return true;
    if (header.kind === 'carb') return keyMeaning(unit.keys)?.protocol === 'iso9141';
    return header.kind === 'physical' ? unit.address === header.target : unit.functional.includes(header.target);
  });
  if (addressed.length === 0) return rest(state);
  const tester = header.kind === 'none' ? phase.tester : header.source;
  const talking: Talking = { ...phase, tester, since: context.now };
  const addressing = header.kind === 'physical' || header.kind === 'none' ? 'physical' : 'functional';
  const message: KLineMessage = { header, data };
  return addressed.reduce(
    (turn, unit) =>
      follow(turn, (next) => {
        if (header.kind !== 'carb' && answerOfLink(unit, data, phase.timing) !== undefined)
          return linkAnswer(next, unit, message, context);
        return { state: next, out: [{ kind: 'request', to: unit.address, tester, addressing, bytes: data }] };
      }),
    change(state, talking),
  );
}

/** StartCommunication, StopCommunication and AccessTimingParameters. */
function linkAnswer(state: LineState, unit: LineUnit, { data }: KLineMessage, context: LineContext): LineTurn {
  const { phase } = state;
  if (phase.name !== 'talking') return rest(state);
  const answer = answerOfLink(unit, data, phase.timing);
  if (answer === undefined) return rest(state);
  const queued = queue(state, unit.address, answer.bytes, context, answer.kind === 'start' ? 'plain' : 'as-agreed');
  const timing = answer.kind === 'timing' ? answer.timing : phase.timing;
  if (endOf(answer) === 'goes-on') return change(queued, { ...phase, timing });
  // What is queued still leaves.
  const awake = phase.awake.filter(({ address }) => address !== unit.address);
  return change(queued, awake.length === 0 ? { name: 'asleep' } : { ...phase, awake }, {
    kind: 'ended',
    unit: unit.address,
  });
}

/** Puts a message behind those that wait, P2min after whatever was last on the line. */
export function queue(
  state: LineState,
  from: number,
  data: Uint8Array,
  { options, now }: LineContext,
  form: 'plain' | 'as-agreed',
): LineState {
  const { phase, outbox } = state;
  const unit = options.units.find(({ address }) => address === from);
  if (phase.name !== 'talking' || unit === undefined || !phase.awake.includes(unit)) return state;
  const meaning = keyMeaning(unit.keys);
  const bytes =
    meaning?.protocol === 'iso9141'
      ? encodeMessage({ header: { kind: 'carb', ...CARB_RESPONSE, source: from }, data }, 'in-format')
      : encodeMessage(
          { header: { kind: 'physical', target: phase.tester, source: from }, data },
          form === 'plain' || meaning === undefined ? 'in-format' : lengthFormFor(meaning.lengths, data.length),
        );
  if (!bytes.ok) return state;
  const { p2Min } = phase.timing;
  const before = outbox.at(-1)?.at ?? state.lastByte;
  const at = millis(Math.max(now, plus(before, p2Min)));
  return { ...state, outbox: [...outbox, { at, from, bytes: bytes.value }] };
}

/** P3max without a request: every unit goes back to sleep. */
export const fallAsleep = (state: LineState, { awake }: Talking): LineTurn =>
  change(
    { ...state, outbox: [] },
    { name: 'asleep' },
    ...awake.map(({ address }): LineOut => ({ kind: 'ended', unit: address })),
  );
