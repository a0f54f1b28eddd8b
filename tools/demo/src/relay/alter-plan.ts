type Json = Record<string, unknown>;

/**
 * A socket.io message that carries a plan, with the plan's vehicle exchanged and both signatures left as they were;
 * `undefined` for every other message.
 */
export function alterPlan(message: string): string | undefined {
  const begin = message.indexOf('[');
  if (!message.startsWith('42') || begin < 0) return undefined;
  const event: unknown = JSON.parse(message.slice(begin));
  if (!Array.isArray(event) || event[0] !== 'relay') return undefined;
  const payload = event[1]?.frame?.payload;
  if (payload?.kind !== 'envelope') return undefined;
  const jws = alterPayload(payload.jws, (envelope) => {
    const body = envelope.body as Json | undefined;
    if (body?.kind !== 'plan') return undefined;
    const plan = alterPayload(String(body.jws), (content) => ({
      ...content,
      target: { ...(content.target as Json), vin: 'XBLTWN0A5SC999999' },
    }));
    return plan === undefined ? undefined : { ...envelope, body: { ...body, jws: plan } };
  });
  if (jws === undefined) return undefined;
  payload.jws = jws;
  return `${message.slice(0, begin)}${JSON.stringify(event)}`;
}

/** Header and signature stay; the payload between them is another one. */
function alterPayload(jws: string, change: (payload: Json) => Json | undefined): string | undefined {
  const [header = '', payload = '', signature = ''] = jws.split('.');
  const content = change(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Json);
  if (content === undefined) return undefined;
  return [header, Buffer.from(JSON.stringify(content)).toString('base64url'), signature].join('.');
}
