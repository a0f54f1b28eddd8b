import { errorText, unreachable } from '@baylink/kernel';
import { dieWithParent } from './die-with-parent.js';
import { loadNativeLibrary } from './native-library.js';
import { Reader } from './reader.js';
import type { CallOutcome, Session } from './session.js';
import { Session0404 } from './session-0404.js';
import { Session0500 } from './session-0500.js';
import type { HostAnswer, HostCall, HostRequest, HostWord, OpenSettings, Taken } from './talk.js';

/** How often the link hears that no call of the library hangs, in ms. */
const ALIVE_EVERY = 500;

const say = (word: HostWord): void => void process.send?.(word);
const reader = new Reader(say);
let session: Session | undefined;

const answerOf = (outcome: CallOutcome): HostAnswer =>
  outcome.ok
    ? { kind: 'done', value: outcome.value }
    : { kind: 'failed', failure: outcome.failure, value: outcome.value };

function sessionOf(settings: OpenSettings): Session {
  const library = loadNativeLibrary(settings.library, settings.long);
  return library.api === '04.04' ? new Session0404(library, settings) : new Session0500(library, settings);
}

function open(settings: OpenSettings): HostAnswer {
  let opening: Session;
  try {
    opening = sessionOf(settings);
  } catch (cause) {
    return { kind: 'not-loaded', why: errorText(cause) };
  }
  const opened = opening.open();
  if (!opened.ok) return answerOf(opened);
  session = opening;
  reader.start(opening);
  return { kind: 'opened', versions: opening.versions() };
}

function perform(call: HostCall): HostAnswer {
  if (call.kind === 'open') return open(call.settings);
  if (session === undefined) return { kind: 'not-loaded', why: 'it was not opened' };
  switch (call.kind) {
    case 'configure':
      return answerOf(session.configure(call.values));
    case 'start-filter':
      return answerOf(session.startFilter(call.filter));
    case 'stop-filter':
      return answerOf(session.stopFilter(call.filter));
    case 'write':
      reader.hurry();
      return answerOf(session.write(call.messages, call.timeout));
    case 'voltage':
      return answerOf(session.voltage());
    case 'close':
      reader.stop();
      return answerOf(session.close());
    default:
      return unreachable(call);
  }
}

dieWithParent();
// Ctrl-C is for the owner of the link: it ends what it has begun, and then this process.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('disconnect', () => process.exit(0));
process.on('message', (word: HostRequest | Taken) => {
  if ('kind' in word) reader.taken();
  else say({ kind: 'answer', id: word.id, answer: perform(word.call) });
});
setInterval(() => say({ kind: 'alive' }), ALIVE_EVERY);
