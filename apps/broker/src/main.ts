import { parseArgs } from 'node:util';
import { errorText } from '@baylink/kernel';
import { z } from 'zod';
import { BrokerCannotStart, errorCode } from './process/cannot-start.js';
import { runBroker } from './run-broker.js';

const USAGE = `baylink broker --data DIR [--host 127.0.0.1] [--port 8080] [--console DIR]
    [--public-url URL]... [--allow-origin URL]... [--log-level silent|error|warn|info|debug] [--json]`;

const port = z.coerce.number().int().min(0).max(65535);
const url = z.url({ protocol: /^https?$/ });
const level = z.enum(['silent', 'error', 'warn', 'info', 'debug']);

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string', default: './baylink-broker' },
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string', default: '8080' },
      console: { type: 'string' },
      'public-url': { type: 'string', multiple: true, default: [] },
      'allow-origin': { type: 'string', multiple: true, default: [] },
      'log-level': { type: 'string', default: 'info' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return void process.stdout.write(`${USAGE}\n`);
  const broker = await runBroker({
    dataDir: values.data,
    host: values.host,
    port: option('--port', port, values.port),
    consoleDir: values.console,
    publicUrls: option('--public-url', z.array(url), values['public-url']),
    allowOrigins: option('--allow-origin', z.array(url), values['allow-origin']),
    logLevel: option('--log-level', level, values['log-level']),
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void broker.close().then(() => process.exit(0)));
  }
  process.stdout.write(values.json ? `${JSON.stringify({ url: broker.url })}\n` : `Broker: ${broker.url}\n`);
}

function option<T>(name: string, schema: z.ZodType<T>, given: unknown): T {
  const read = schema.safeParse(given);
  if (read.success) return read.data;
  throw new BrokerCannotStart(
    `${name} ${JSON.stringify(given)} cannot be used: ${read.error.issues[0]?.message ?? ''}; --help shows what can.`,
  );
}

main().catch((error: unknown) => {
  const expected = error instanceof BrokerCannotStart || errorCode(error).startsWith('ERR_PARSE_ARGS');
  process.stderr.write(expected ? `${errorText(error)}\n` : `The broker cannot start: ${errorText(error)}\n`);
  process.exit(expected ? 2 : 1);
});
