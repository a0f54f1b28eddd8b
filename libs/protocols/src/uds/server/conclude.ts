import { concat, err, type Millis, ok, type Result, type Step, uintBytes, unreachable } from '@baylink/kernel';
import { blockLength, encodeBlockLength } from '../codec/block-length.js';
import { NRC, type Nrc } from '../codec/nrc.table.js';
import { isForApplication } from './application.table.js';
import { pendingOut, positiveBytes, respond } from './exchange.js';
import { fileTransfer, withBlockLength } from './file-transfer.js';
import type { Ask, AskResult, ServerOut } from './io.js';
import { askOut } from './perform.js';
import { scheduled } from './periodic.js';
import { idle, inSession, sessionResponse } from './session.js';
import type { Asking, ServerState, Transfer, Work } from './state.js';
import { advance, afterRefusal, beginTransfer } from './transfer.js';

type Turn = Step<ServerState, ServerOut>;

/** The owner has answered the open ask. */
export function takeAnswer(state: ServerState, asking: Asking, result: AskResult, now: Millis): Turn {
  const { work } = asking;
  switch (work.kind) {
    case 'one':
      return result.ok
        ? carryOut(state, asking, work.ask, result.value, now)
        : refuse(state, asking, result.error, now);
    case 'reading':
      return readOn(state, asking, work, result, now);
    case 'block':
      return acknowledge(state, asking, work, result, now);
    default:
      return unreachable(work);
  }
}

export const refuse = (state: ServerState, asking: Asking, nrc: Nrc, now: Millis): Turn =>
  end(state, asking, err(nrc), now);

function end(state: ServerState, asking: Asking, result: Result<Uint8Array, Nrc>, now: Millis): Turn {
  const tooLong = result.ok && result.value.length > state.config.maxResponse;
  return {
    state: { ...state, activity: idle(state, now) },
    out: respond(asking.exchange, tooLong ? err(NRC.responseTooLong) : result, asking.pendings),
  };
}

function carryOut(state: ServerState, asking: Asking, ask: Ask, answer: Uint8Array, now: Millis): Turn {
  const withTransfer = (transfer: Transfer, parameters: Uint8Array): Turn =>
    end({ ...state, transfer }, asking, ok(positiveBytes(asking.exchange, parameters)), now);
  if (isForApplication(ask)) return withTransfer(state.transfer, answer);
  const block = encodeBlockLength(blockLength(state.config.transfer.maxBlockLength));
  switch (ask.service) {
    case 'DiagnosticSessionControl':
      return enter(state, asking, ask.session, now);
    case 'ECUReset':
      return {
        state: { ...state, activity: { kind: 'gone' } },
        out: [
          ...respond(asking.exchange, ok(positiveBytes(asking.exchange, answer)), asking.pendings),
          { kind: 'reset', resetType: ask.resetType },
        ],
      };
    case 'RequestDownload':
      return withTransfer(beginTransfer('download', ask.memory), block);
    case 'RequestUpload':
      return withTransfer(beginTransfer('upload', ask.memory), block);
    case 'RequestTransferExit':
      return withTransfer({ kind: 'none' }, answer);
    case 'ReadDataByIdentifier':
    case 'TransferData':
      return withTransfer(state.transfer, answer);
    case 'ReadDataByPeriodicIdentifier': {
      const { config, periodic } = state;
      const list = scheduled(periodic, ask, config.periodic, asking.exchange.tester, now);
      return end({ ...state, periodic: list }, asking, ok(positiveBytes(asking.exchange, answer)), now);
    }
    case 'RequestFileTransfer': {
      const parameters = withBlockLength(ask.operation, answer, state.config.transfer.maxBlockLength);
      const begun = fileTransfer(ask, positiveBytes(asking.exchange, parameters));
      return withTransfer(begun ?? { kind: 'none' }, parameters);
    }
    default:
      return unreachable(ask);
  }
}

function enter(state: ServerState, asking: Asking, session: number, now: Millis): Turn {
  const { exchange, pendings } = asking;
  const rule = state.config.sessions.find((candidate) => candidate.session === session);
  if (rule?.enter === 'restart') {
    const { tester, addressing } = exchange;
    return {
      state: { ...state, activity: { kind: 'gone' } },
      out: [
        ...(pendings === 0 ? [pendingOut(exchange)] : []),
        { kind: 'restart', session, owed: { tester, addressing } },
      ],
    };
  }
  return {
    state: inSession(state, session, now),
    out: [
      ...respond(exchange, ok(sessionResponse(session, state.config.timing)), pendings),
      { kind: 'session', session, cause: 'request' },
    ],
  };
}

/**
 * One record of 0x22 more. A DID that is not known (NRC 0x31) is left out as long as another one is; any other NRC
 * refuses the whole request. (ISO 14229-1 ReadDataByIdentifier)
 */
function readOn(
  state: ServerState,
  asking: Asking,
  work: Extract<Work, { readonly kind: 'reading' }>,
  result: AskResult,
  now: Millis,
): Turn {
  if (!result.ok && result.error !== NRC.requestOutOfRange) return refuse(state, asking, result.error, now);
  const [did = 0, ...dids] = work.dids;
  const records = result.ok ? concat(work.records, uintBytes(did, 2), result.value) : work.records;
  if (dids.length === 0) {
    return records.length === 0
      ? refuse(state, asking, NRC.requestOutOfRange, now)
      : end(state, asking, ok(positiveBytes(asking.exchange, records)), now);
  }
  const next: Work = { kind: 'reading', dids, records };
  const id = state.nextAsk;
  return {
    state: { ...state, nextAsk: id + 1, activity: { ...asking, id, work: next } },
    out: [askOut(state, asking.exchange, next, id)],
  };
}

function acknowledge(
  state: ServerState,
  asking: Asking,
  { counter, length }: Extract<Work, { readonly kind: 'block' }>,
  result: AskResult,
  now: Millis,
): Turn {
  const { transfer } = state;
  if (transfer.kind === 'none') return refuse(state, asking, NRC.requestSequenceError, now);
  if (!result.ok)
    return refuse({ ...state, transfer: afterRefusal(transfer, result.error) }, asking, result.error, now);
  // An owner that reads another number of bytes than it was asked for has nothing that could be acknowledged.
  if (transfer.direction === 'upload' && result.value.length !== length) {
    return refuse({ ...state, transfer: afterRefusal(transfer, NRC.generalReject) }, asking, NRC.generalReject, now);
  }
  const advanced = advance(transfer, counter, length, result.value);
  return end({ ...state, transfer: advanced }, asking, ok(positiveBytes(asking.exchange, result.value)), now);
}
