import { concat, err, ok, uintBytes } from '@baylink/kernel';
import { type AuthField, type AuthParameters, REQUEST_LAYOUT, RESPONSE_LAYOUT } from './authentication.table.js';
import { byteAt, type ServiceCodec, subFunctionOf, subHead, suppressOf, wordAt } from './codec.js';
import { NRC } from './nrc.table.js';

export interface AuthenticationRequest {
  readonly service: 'Authentication';
  readonly task: number;
  /** The members that the layout of the task names; certificates, challenges and proofs are opaque here. */
  readonly parameters: AuthParameters;
  readonly suppress: boolean;
}

export interface AuthenticationResponse {
  readonly service: 'Authentication';
  readonly task: number;
  /** authenticationReturnParameter. */
  readonly returnParameter: number;
  readonly parameters: AuthParameters;
}

export const authentication: ServiceCodec<'Authentication'> = {
  minRequest: 2,
  decodeRequest: (bytes) => {
    const task = subFunctionOf(bytes);
    const layout = REQUEST_LAYOUT.get(task);
    if (layout === undefined) return err(NRC.subFunctionNotSupported);
    const parameters = decodeParameters(layout, bytes.subarray(2));
    return parameters === undefined
      ? err(NRC.incorrectMessageLengthOrInvalidFormat)
      : ok({ service: 'Authentication', task, parameters, suppress: suppressOf(bytes) });
  },
  encodeRequest: ({ task, parameters, suppress }) =>
    concat(subHead('Authentication', task, suppress), encodeParameters(REQUEST_LAYOUT.get(task) ?? [], parameters)),
  minResponse: 3,
  decodeResponse: (bytes) => {
    const task = byteAt(bytes, 1);
    const layout = RESPONSE_LAYOUT.get(task);
    const parameters = layout && decodeParameters(layout, bytes.subarray(3));
    return parameters && { service: 'Authentication', task, returnParameter: byteAt(bytes, 2), parameters };
  },
  encodeResponse: (response) => concat(Uint8Array.of(0x69, response.task), encodeAuthAnswer(response)),
};

/** What follows the sub-function in a 69; also what a server's owner answers with. */
export const encodeAuthAnswer = ({
  task,
  returnParameter,
  parameters,
}: Omit<AuthenticationResponse, 'service'>): Uint8Array =>
  concat(Uint8Array.of(returnParameter), encodeParameters(RESPONSE_LAYOUT.get(task) ?? [], parameters));

/** Every byte has to belong to a field; a length that reaches beyond the message is none. */
function decodeParameters(layout: readonly AuthField[], bytes: Uint8Array): AuthParameters | undefined {
  const parameters: { -readonly [N in keyof AuthParameters]: AuthParameters[N] } = {};
  let at = 0;
  for (const { name, width } of layout) {
    const begin = width === 'counted' ? at + 2 : at;
    const end = begin + (width === 'counted' ? wordAt(bytes, at) : width);
    if (end > bytes.length) return undefined;
    parameters[name] = bytes.subarray(begin, end);
    at = end;
  }
  return at === bytes.length ? parameters : undefined;
}

/** A parameter that is missing is empty, or zeros where its width is fixed. */
function encodeParameters(layout: readonly AuthField[], parameters: AuthParameters): Uint8Array {
  return concat(
    ...layout.map(({ name, width }) => {
      const value = parameters[name] ?? new Uint8Array();
      if (width === 'counted') return concat(uintBytes(value.length, 2), value);
      return concat(value, new Uint8Array(width)).subarray(0, width);
    }),
  );
}
