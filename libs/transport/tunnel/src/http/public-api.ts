import {
  type Enrolment,
  enrolment,
  jwsTypes,
  type Organisation,
  organisation,
  type PublicJwk,
  pairing,
  pairingState,
  type Signer,
  signJws,
} from '@baylink/contracts';
import { err, type Result } from '@baylink/kernel';
import type { z } from 'zod';
import { Exchange } from './exchange.js';
import type { HttpFailure } from './failure.js';

export type Pairing = z.infer<typeof pairing>;
export type PairingState = z.infer<typeof pairingState>;

/** What the broker does for those who are not signed in: their own signatures vouch for them. */
export class PublicApi {
  protected readonly exchange: Exchange;

  constructor(url: string, fetch: typeof globalThis.fetch = globalThis.fetch) {
    this.exchange = new Exchange(new URL(url).origin, (input, init) => fetch(input, init));
  }

  /** Scheme, host and port of the broker. */
  get origin(): string {
    return this.exchange.origin;
  }

  /** Makes an organisation known by its root key. */
  async registerOrganisation(root: Signer, name: string): Promise<Result<Organisation, HttpFailure>> {
    const proof = await this.prove(root, jwsTypes.root, name);
    if (!proof.ok) return proof;
    const body = { json: { proof: proof.value } };
    return this.exchange.json({ method: 'POST', path: '/v1/organisations', body }, organisation);
  }

  /** Asks for a certificate over `jwk`. The code in the answer is read out to the organisation. */
  enrol(jwk: PublicJwk, name: string): Promise<Result<Enrolment, HttpFailure>> {
    return this.exchange.json({ method: 'POST', path: '/v1/enrolments', body: { json: { jwk, name } } }, enrolment);
  }

  enrolment(code: string): Promise<Result<Enrolment, HttpFailure>> {
    return this.exchange.json({ method: 'GET', path: `/v1/enrolments/${encodeURIComponent(code)}` }, enrolment);
  }

  /** Hands in the certificate (JWS by a registered root) that an enrolment waits for. */
  certify(code: string, certificate: string): Promise<Result<Enrolment, HttpFailure>> {
    const path = `/v1/enrolments/${encodeURIComponent(code)}/certificate`;
    return this.exchange.json({ method: 'PUT', path, body: { json: { certificate } } }, enrolment);
  }

  /** A shop asks to be paired; its screen shows `userCode`, and it polls with `deviceCode` (RFC 8628). */
  async requestPairing(shop: Signer, name: string): Promise<Result<Pairing, HttpFailure>> {
    const proof = await this.prove(shop, jwsTypes.pairing, name);
    if (!proof.ok) return proof;
    return this.exchange.json(
      { method: 'POST', path: '/v1/pairings', body: { json: { proof: proof.value } } },
      pairing,
    );
  }

  pollPairing(deviceCode: string): Promise<Result<PairingState, HttpFailure>> {
    return this.exchange.json(
      { method: 'POST', path: '/v1/pairings/token', body: { json: { deviceCode } } },
      pairingState,
    );
  }

  private async prove(
    signer: Signer,
    typ: typeof jwsTypes.root | typeof jwsTypes.pairing,
    name: string,
  ): Promise<Result<string, HttpFailure>> {
    const proof = await signJws(signer, typ, { name, jwk: signer.jwk, aud: this.exchange.origin });
    return proof.ok ? proof : err({ kind: 'not-understood', sentence: proof.error });
  }
}
