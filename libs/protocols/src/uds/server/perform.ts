import { after, err, type Millis, ok, type Result, type Step, unreachable } from '@baylink/kernel';
import { decodeRequest } from '../codec/decode.js';
import { NRC, type Nrc } from '../codec/nrc.table.js';
import type { MemoryTransferRequest, Request } from '../codec/request.js';
import { refusalByTable } from './admit.js';
import { isForApplication } from './application.table.js';
import { authenticationTurn } from './authentication.js';
import { exchangeOf, positiveBytes, respond } from './exchange.js';
import type { Ask, ServerInput, ServerOut } from './io.js';
import { fits } from './periodic.js';
import { securityTurn } from './security.js';
import { idle } from './session.js';
import type { Exchange, ServerState, Work } from './state.js';
import { canBegin, judgeBlock } from './transfer.js';

type RequestInput = Extract<ServerInput, { readonly kind: 'request' }>;
type Turn = Step<ServerState, ServerOut>;

/** Takes up a request when nothing else is being worked on: answers at once, or asks the owner. */
export function perform(state: ServerState, input: RequestInput, now: Millis): Turn {
  const exchange = exchangeOf(input);
  const refusal = refusalByTable(state, input.bytes, input.addressing);
  if (refusal !== undefined) return conclude(state, exchange, err(refusal), now);
  const request = decodeRequest(input.bytes);
  return request.ok
    ? takeUp(state, exchange, request.value, input.chance, now)
    : conclude(state, exchange, request, now);
}

function takeUp(state: ServerState, exchange: Exchange, request: Request, chance: Uint8Array, now: Millis): Turn {
  if (isForApplication(request)) return askFor(state, exchange, one(request), now);
  switch (request.service) {
    case 'TesterPresent':
      return answer(state, exchange, ok(new Uint8Array()), now);
    case 'SecurityAccess': {
      const turn = securityTurn(state.security, state.config.security, request, chance, now);
      return answer({ ...state, security: turn.security }, exchange, turn.answer, now);
    }
    case 'ReadDataByIdentifier':
      return request.dids.length > state.config.maxDids
        ? conclude(state, exchange, err(NRC.incorrectMessageLengthOrInvalidFormat), now)
        : askFor(state, exchange, { kind: 'reading', dids: request.dids, records: new Uint8Array() }, now);
    case 'RequestDownload':
    case 'RequestUpload':
      return beginOrRefuse(state, exchange, request, now);
    case 'TransferData':
      return block(state, exchange, request.counter, request.data, now);
    case 'RequestTransferExit':
      return exit(state, exchange, request.parameters, now);
    case 'DiagnosticSessionControl':
      return askFor(state, exchange, one({ service: request.service, session: request.session }), now);
    case 'ECUReset':
      return askFor(state, exchange, one({ service: request.service, resetType: request.resetType }), now);
    case 'Authentication': {
      const turn = authenticationTurn(state.authentication, state.config.authentication, request, chance);
      return answer({ ...state, authentication: turn.authentication }, exchange, turn.answer, now);
    }
    case 'ReadDataByPeriodicIdentifier':
      return fits(state.periodic, request, state.config.periodic)
        ? askFor(state, exchange, one(request), now)
        : conclude(state, exchange, err(NRC.requestOutOfRange), now);
    case 'RequestFileTransfer':
      return canBegin(state.transfer)
        ? askFor(state, exchange, one(request), now)
        : conclude(state, exchange, err(NRC.conditionsNotCorrect), now);
    default:
      return unreachable(request);
  }
}

const one = (ask: Ask): Work => ({ kind: 'one', ask });

function beginOrRefuse(state: ServerState, exchange: Exchange, request: MemoryTransferRequest, now: Millis): Turn {
  if (request.memory.size === 0) return conclude(state, exchange, err(NRC.requestOutOfRange), now);
  return canBegin(state.transfer)
    ? askFor(state, exchange, one(request), now)
    : conclude(state, exchange, err(NRC.conditionsNotCorrect), now);
}

function block(state: ServerState, exchange: Exchange, counter: number, data: Uint8Array, now: Millis): Turn {
  const verdict = judgeBlock(state.transfer, state.config.transfer, counter, data);
  switch (verdict.kind) {
    case 'refuse':
      return conclude({ ...state, transfer: verdict.transfer }, exchange, err(verdict.nrc), now);
    case 'repeat':
      return conclude(state, exchange, ok(verdict.response), now);
    case 'ask':
      return askFor(state, exchange, { kind: 'block', counter, length: verdict.length, ask: verdict.ask }, now);
    default:
      return unreachable(verdict);
  }
}

function exit(state: ServerState, exchange: Exchange, parameters: Uint8Array, now: Millis): Turn {
  const { transfer } = state;
  if (transfer.kind === 'none' || transfer.done < transfer.size) {
    return conclude(state, exchange, err(NRC.requestSequenceError), now);
  }
  return askFor(
    state,
    exchange,
    one({ service: 'RequestTransferExit', direction: transfer.direction, target: transfer.target, parameters }),
    now,
  );
}

/** Hands a question to the owner and starts the clock of 0x78. */
function askFor(state: ServerState, exchange: Exchange, work: Work, now: Millis): Turn {
  const { timing } = state.config;
  const id = state.nextAsk;
  return {
    state: {
      ...state,
      nextAsk: id + 1,
      activity: {
        kind: 'asking',
        id,
        exchange,
        work,
        pendings: 0,
        nextPending: after(now, timing.pendingAfter),
        giveUp: after(now, timing.askLimit),
      },
    },
    out: [askOut(state, exchange, work, id)],
  };
}

export const askOut = (state: ServerState, exchange: Exchange, work: Work, id: number): ServerOut => ({
  kind: 'ask',
  id,
  request: questionOf(work),
  context: { session: state.session, unlocked: state.security.unlocked, tester: exchange.tester },
});

const questionOf = (work: Work): Ask =>
  work.kind === 'reading' ? { service: 'ReadDataByIdentifier', did: work.dids[0] ?? 0 } : work.ask;

const answer = (state: ServerState, exchange: Exchange, result: Result<Uint8Array, Nrc>, now: Millis): Turn =>
  conclude(state, exchange, result.ok ? ok(positiveBytes(exchange, result.value)) : result, now);

/** Ends an exchange that needed nobody: `result` is the whole positive response or an NRC. */
const conclude = (state: ServerState, exchange: Exchange, result: Result<Uint8Array, Nrc>, now: Millis): Turn => ({
  state: { ...state, activity: idle(state, now) },
  out: respond(exchange, result, 0),
});
