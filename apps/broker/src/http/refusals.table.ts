/** Every way in which the broker says no over HTTP: the status (RFC 9110, RFC 6585, RFC 4918) and the title of its problem. */
export const REFUSALS = {
  malformed: { status: 400, title: 'The request is not understood' },
  unauthenticated: { status: 401, title: 'Sign in first' },
  'proof-refused': { status: 401, title: 'The proof is not accepted' },
  'not-allowed': { status: 403, title: 'Not allowed for this party' },
  'foreign-origin': { status: 403, title: 'The page that asks does not belong to this broker' },
  'not-found': { status: 404, title: 'Not found' },
  'wrong-verb': { status: 405, title: 'This path does not know that method' },
  conflict: { status: 409, title: 'In conflict with what is stored' },
  'too-large': { status: 413, title: 'Too large' },
  'wrong-media': { status: 415, title: 'Not a media type that is accepted here' },
  'wrong-host': { status: 421, title: 'Not a name of this broker' },
  'wrong-digest': { status: 422, title: 'The content does not have the digest that was announced' },
  'too-many': { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'A fault of the broker' },
  'no-room': { status: 507, title: 'The disk of the broker is full' },
  unavailable: { status: 503, title: 'Not available now' },
} as const satisfies Record<string, { status: number; title: string }>;

export type RefusalCode = keyof typeof REFUSALS;
