import { startBayServer } from '../bay-server.js';
import { RemoteCalls } from './remote-calls.js';
import type { FromScreen, Serve, ToScreen } from './words.js';

/** What is said to a shop client that is gone is for nobody. */
const say = (word: FromScreen): void => {
  if (process.connected) process.send?.(word, undefined, undefined, () => undefined);
};
const remote = new RemoteCalls(say);

async function serve(where: Serve): Promise<void> {
  const started = await startBayServer({ ...where, calls: remote.calls });
  say(started.ok ? { kind: 'serving', url: started.value.url } : { kind: 'not-serving', sentence: started.error });
}

process.on('message', (word: ToScreen) => {
  if (word.kind === 'serve') void serve(word);
  else remote.hear(word);
});
// Ctrl-C and a closed terminal are for the shop client, and with it this process ends.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('disconnect', () => process.exit(0));
