import { problem } from '@baylink/contracts';
import { err, ok, type Result } from '@baylink/kernel';
import type { z } from 'zod';
import type { HttpFailure } from './failure.js';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly bearer?: string;
  readonly body?: { readonly json: unknown } | { readonly bytes: Uint8Array };
}

/** An answer takes this long at most; blobs travel in it. */
const PATIENCE_MS = 60_000;

/** One request and its answer; everything that can go wrong is a value. */
export class Exchange {
  constructor(
    /** Of the broker: "https://broker.example". */
    readonly origin: string,
    private readonly fetch: typeof globalThis.fetch,
  ) {}

  async json<T>(request: HttpRequest, schema: z.ZodType<T>): Promise<Result<T, HttpFailure>> {
    const text = await this.text(request);
    if (!text.ok) return text;
    const value = schema.safeParse(parse(text.value));
    if (value.success) return ok(value.data);
    const issue = value.error.issues[0];
    return err({
      kind: 'not-understood',
      sentence: `the broker at ${this.origin} answered ${request.method} ${request.path} with something else than this version expects (${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}); update the older of the two`,
    });
  }

  async text(request: HttpRequest): Promise<Result<string, HttpFailure>> {
    return this.read(request, (response) => response.text());
  }

  async bytes(request: HttpRequest): Promise<Result<Uint8Array, HttpFailure>> {
    return this.read(request, async (response) => new Uint8Array(await response.arrayBuffer()));
  }

  private async read<T>(
    request: HttpRequest,
    take: (response: Response) => Promise<T>,
  ): Promise<Result<T, HttpFailure>> {
    try {
      const response = await this.fetch(new URL(request.path, this.origin), init(request));
      if (response.ok) return ok(await take(response));
      return err(refusal(response.status, await response.text(), this.origin));
    } catch (cause) {
      const why = cause instanceof Error ? describe(cause) : String(cause);
      return err({
        kind: 'unreachable',
        sentence: `the broker at ${this.origin} cannot be reached (${why}); check its address and that it is running`,
      });
    }
  }
}

function init({ method, bearer, body }: HttpRequest): RequestInit {
  const headers: Record<string, string> = { accept: 'application/json, text/plain, application/octet-stream' };
  if (bearer !== undefined) headers.authorization = `Bearer ${bearer}`;
  const base: RequestInit = { method, headers, signal: AbortSignal.timeout(PATIENCE_MS), redirect: 'error' };
  if (body === undefined) return base;
  if ('bytes' in body) {
    headers['content-type'] = 'application/octet-stream';
    return { ...base, body: Uint8Array.from(body.bytes) };
  }
  headers['content-type'] = 'application/json';
  return { ...base, body: JSON.stringify(body.json) };
}

function refusal(status: number, text: string, origin: string): HttpFailure {
  const said = problem.safeParse(parse(text));
  return said.success
    ? { kind: 'refused', status, type: said.data.type, sentence: said.data.detail }
    : {
        kind: 'refused',
        status,
        type: 'about:blank',
        sentence: `the broker at ${origin} answered with status ${status}`,
      };
}

/** `fetch` hides the reason in `cause`. */
function describe(error: Error): string {
  return error.cause instanceof Error ? error.cause.message || error.message : error.message;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
