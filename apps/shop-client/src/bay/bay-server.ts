import { timingSafeEqual } from 'node:crypto';
import { type Chance, err, errorText, hex, ok, type Result } from '@baylink/kernel';
import fastifyStatic from '@fastify/static';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { BAY_TOKEN_HEADER } from './bay-state.js';
import { faultSentences } from './fault-sentences.js';
import { bayRequests } from './requests.js';
import type { ScreenCalls } from './screen-calls.js';

export interface BayServer {
  /** The link to open, token in its fragment: `http://127.0.0.1:PORT/#TOKEN`. */
  readonly url: string;
  close(): Promise<void>;
}

export interface BayServerOptions {
  /** Loopback only: 127.0.0.1 or ::1. */
  readonly host: string;
  readonly port: number;
  /** Folder of the built page. */
  readonly page: string;
  /** Whoever has it may call; from `bayToken`. */
  readonly token: string;
  readonly calls: ScreenCalls;
}

/** One for each start of the shop client. */
export const bayToken = (chance: Chance): string => hex(chance.bytes(24));

/** What a page may leave unread before it misses states. */
const MOST_UNREAD = 1_000_000;
const POLICY = "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'";

/** Serves the bay screen on loopback. `Host` and `Origin` are checked against DNS rebinding; every call needs the token. */
export async function startBayServer(options: BayServerOptions): Promise<Result<BayServer, string>> {
  const { token } = options;
  const server = fastify({ bodyLimit: 16_384, forceCloseConnections: true });
  const names = new Set<string>();
  server.addHook('onRequest', async (request, reply) => {
    reply
      .header('content-security-policy', POLICY)
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'no-referrer');
    const refusal = refuse(request, names, token);
    if (refusal) return reply.code(403).send({ sentence: refusal });
  });
  server.setErrorHandler(async (failure, _request, reply) => {
    const status =
      failure instanceof Error && 'statusCode' in failure && typeof failure.statusCode === 'number'
        ? failure.statusCode
        : 500;
    const sentence = failure instanceof Error ? failure.message : 'The bay screen failed.';
    return reply.code(status).send({ sentence });
  });
  await server.register(fastifyStatic, { root: options.page });
  routes(server, options.calls);
  try {
    await server.listen({ host: options.host, port: options.port });
  } catch (failure) {
    await server.close();
    return err(
      `The bay screen cannot listen on ${options.host}:${options.port} (${errorText(failure)}); name another port with --bay-port.`,
    );
  }
  const address = server.server.address();
  const port = typeof address === 'object' && address ? address.port : options.port;
  for (const host of ['127.0.0.1', '[::1]', 'localhost']) names.add(`${host}:${port}`);
  return ok({ url: `http://${options.host}:${port}/#${token}`, close: () => server.close() });
}

function refuse(request: FastifyRequest, names: ReadonlySet<string>, token: string): string | undefined {
  if (!names.has(request.headers.host ?? '')) return 'This page answers only under its own loopback address.';
  const { origin } = request.headers;
  if (origin !== undefined && !names.has(origin.replace(/^http:\/\//, '')))
    return 'Another site may not call the bay screen.';
  if (!request.url.startsWith('/api/')) return undefined;
  const given = Buffer.from(String(request.headers[BAY_TOKEN_HEADER] ?? ''));
  const wanted = Buffer.from(token);
  if (given.length === wanted.length && timingSafeEqual(given, wanted)) return undefined;
  return 'The token of this start is missing or old; open the link that the shop client printed.';
}

function routes(server: FastifyInstance, calls: ScreenCalls): void {
  const answer = async (
    reply: FastifyReply,
    result: Result<unknown, string>,
    body: () => unknown = () => calls.state(),
  ) => (result.ok ? reply.send(await body()) : reply.code(409).send({ sentence: result.error }));

  const post = <T>(
    path: string,
    schema: z.ZodType<T>,
    run: (body: T, reply: FastifyReply) => Promise<unknown>,
  ): void => {
    server.post(path, async (request, reply) => {
      const parsed = schema.safeParse(request.body ?? {});
      if (parsed.success) return run(parsed.data, reply);
      return reply.code(400).send({ sentence: faultSentences(parsed.error.issues, request.body) });
    });
  };

  server.get('/api/state', async () => calls.state());
  server.get('/api/stream', async (_request, reply) => stream(reply, calls));
  server.post('/api/pairing/start', async (_request, reply) => answer(reply, await calls.startPairing()));
  server.post('/api/cases/close', async (_request, reply) => answer(reply, await calls.closeCase()));
  post('/api/pairing/confirm', bayRequests.confirmPairing, async (body, reply) =>
    answer(reply, await calls.confirmPairing(body.fingerprint)),
  );
  post('/api/cases', bayRequests.newCase, async (body, reply) => {
    const opened = await calls.openCase(body);
    return answer(reply, opened, () => (opened.ok ? opened.value : undefined));
  });
  post('/api/active-tests', bayRequests.activeTests, async (body, reply) =>
    answer(reply, await calls.allowActiveTests(body.allowed)),
  );
  post('/api/agreements', bayRequests.signAgreement, async (body, reply) =>
    answer(reply, await calls.signAgreement(body)),
  );
  post('/api/hold/start', bayRequests.holdStart, async (body, reply) => {
    const hold = await calls.holdStart(body.job, body.planDigest);
    return answer(reply, hold, () => ({ hold: hold.ok ? hold.value : '' }));
  });
  post('/api/hold/beat', bayRequests.hold, async (body, reply) => {
    const held = await calls.holdBeat(body.hold);
    return answer(reply, held, () => ({ heldMs: held.ok ? held.value : 0 }));
  });
  post('/api/hold/end', bayRequests.hold, async (body, reply) => {
    const held = await calls.holdEnd(body.hold);
    return answer(reply, held, () => ({ heldMs: held.ok ? held.value : 0 }));
  });
  post('/api/confirm', bayRequests.job, async (body, reply) => answer(reply, await calls.confirmResult(body.job)));
  post('/api/stop', bayRequests.job, async (body, reply) => {
    const stopped = await calls.stop(body.job);
    return answer(reply, stopped, () => ({ sentence: stopped.ok ? stopped.value : '' }));
  });
}

/** One state a line, at every change, at most ten a second; ends when the page goes away. */
async function stream(reply: FastifyReply, calls: ScreenCalls): Promise<void> {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    'content-type': 'application/x-ndjson',
    'cache-control': 'no-store',
    'content-security-policy': POLICY,
  });
  const stop = calls.watch((state) => {
    if (raw.writableLength < MOST_UNREAD) raw.write(`${JSON.stringify(state)}\n`);
  });
  raw.on('close', stop);
}
