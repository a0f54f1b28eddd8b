/** What came back: the status, and the body as JSON where it is JSON. */
export interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
}

export interface Call {
  readonly token?: string | undefined;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

export async function call(base: string, method: string, path: string, given: Call = {}): Promise<Reply> {
  const headers: Record<string, string> = { ...given.headers };
  if (given.token !== undefined) headers.authorization = `Bearer ${given.token}`;
  const raw = given.body instanceof Uint8Array;
  if (given.body !== undefined && !raw) headers['content-type'] ??= 'application/json';
  if (raw) headers['content-type'] ??= 'application/octet-stream';
  const body =
    given.body === undefined ? null : raw ? (given.body as Uint8Array<ArrayBuffer>) : JSON.stringify(given.body);
  const response = await fetch(base + path, { method, headers, body });
  const text = await response.text();
  const json = response.headers.get('content-type')?.includes('json') === true;
  return { status: response.status, body: json ? JSON.parse(text) : text, headers: response.headers };
}

/** The body of a reply that must be a success. */
export async function expectOk<T>(reply: Promise<Reply>, schema: { parse(value: unknown): T }): Promise<T> {
  const { status, body } = await reply;
  if (status >= 300) throw new Error(`answered ${status}: ${JSON.stringify(body)}`);
  return schema.parse(body);
}
