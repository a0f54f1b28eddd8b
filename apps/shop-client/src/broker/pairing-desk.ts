import { join } from 'node:path';
import {
  type Keys,
  keysOf,
  type Organisation,
  publicJwk,
  type Signer,
  thumbprint,
  thumbprintOf,
} from '@baylink/contracts';
import { type Clock, type Disk, err, type Millis, millis, ok, type Result } from '@baylink/kernel';
import { PublicApi } from '@baylink/transport-tunnel/http';
import { z } from 'zod';
import type { PairingView } from '../bay/bay-state.js';
import { readDocument, writeDocument } from '../disk/document.js';

const pinned = z.strictObject({
  organisation: z.strictObject({ name: z.string(), root: publicJwk, thumbprint }),
  pinnedAt: z.string(),
});

type State =
  | { readonly kind: 'none' }
  | { readonly kind: 'waiting'; readonly userCode: string; readonly expiresAt: string; readonly cancel: () => void }
  | { readonly kind: 'confirm'; readonly organisation: Organisation }
  | { readonly kind: 'paired'; readonly organisation: Organisation }
  | { readonly kind: 'failed'; readonly sentence: string };

export interface PairingDeskOptions {
  readonly folder: string;
  readonly brokerUrl: string;
  readonly shopName: string;
  readonly signer: Signer;
  readonly clock: Clock;
  readonly disk: Disk;
  readonly changed: () => void;
}

/** The organisation that a person has pinned here; the error: nobody can say which. */
export async function readPairing(disk: Disk, folder: string): Promise<Result<Organisation | undefined, string>> {
  const path = join(folder, 'pairing.json');
  const found = await readDocument(disk, path, pinned);
  if (!found.ok) return found;
  const organisation = found.value?.organisation;
  if (organisation === undefined || thumbprintOf(organisation.root) === organisation.thumbprint)
    return ok(organisation);
  return err(
    `${path} names another fingerprint than that of its root key. Restore it, or move it away and pair this shop again.`,
  );
}

/**
 * Pairing by the device flow (RFC 8628): this shop shows a code, an expert's organisation approves it at the broker, and the
 * technician compares the fingerprint of its root before it is pinned. The broker only carries the names: what is pinned
 * here is what a person has compared.
 */
export class PairingDesk {
  private readonly api: PublicApi;

  private constructor(
    private readonly options: PairingDeskOptions,
    private state: State,
  ) {
    this.api = new PublicApi(options.brokerUrl);
  }

  /** `pinned` is what `readPairing` has found. When nobody can say with whom this shop is paired, it is with nobody. */
  static over(options: PairingDeskOptions, pinned: Result<Organisation | undefined, string>): PairingDesk {
    if (!pinned.ok) return new PairingDesk(options, { kind: 'failed', sentence: pinned.error });
    const organisation = pinned.value;
    return new PairingDesk(options, organisation ? { kind: 'paired', organisation } : { kind: 'none' });
  }

  /** Who may certify an expert here: nobody until an organisation is pinned. */
  get roots(): Keys {
    return this.organisation ? keysOf(this.organisation.root) : keysOf();
  }

  /** The pinned organisation; `undefined` until a person has confirmed it. */
  get organisation(): Organisation | undefined {
    return this.state.kind === 'paired' ? this.state.organisation : undefined;
  }

  view(): PairingView {
    const { state } = this;
    switch (state.kind) {
      case 'none':
        return { state: 'none' };
      case 'waiting':
        return { state: 'waiting', userCode: state.userCode, expiresAt: state.expiresAt };
      case 'confirm':
      case 'paired':
        return { state: state.kind, organisation: state.organisation.name, fingerprint: state.organisation.thumbprint };
      case 'failed':
        return { state: 'failed', sentence: state.sentence };
    }
  }

  async start(): Promise<Result<void, string>> {
    if (this.state.kind === 'paired') return err(`This shop is paired with ${this.state.organisation.name} already.`);
    if (this.state.kind === 'waiting') this.state.cancel();
    const { signer, shopName, clock } = this.options;
    const asked = await this.api.requestPairing(signer, shopName);
    if (!asked.ok) return err(asked.error.sentence);
    const { deviceCode, userCode, expiresIn, interval } = asked.value;
    const ends = millis(clock.now() + expiresIn * 1000);
    const expiresAt = new Date(clock.wall() + expiresIn * 1000).toISOString();
    const wait = (): void => {
      const cancel = clock.wake(millis(clock.now() + interval * 1000), () => void this.poll(deviceCode, ends, wait));
      this.become({ kind: 'waiting', userCode, expiresAt, cancel });
    };
    wait();
    return ok();
  }

  /** Pins the organisation whose fingerprint a person has compared. */
  async confirm(fingerprint: string): Promise<Result<void, string>> {
    const { state } = this;
    if (state.kind !== 'confirm') return err('There is no organisation to confirm; start the pairing first.');
    const { organisation } = state;
    if (fingerprint !== organisation.thumbprint || thumbprintOf(organisation.root) !== organisation.thumbprint) {
      return err('This is not the fingerprint of the organisation; nothing was pinned. Compare it again.');
    }
    const pinnedAt = new Date(this.options.clock.wall()).toISOString();
    await writeDocument(this.options.disk, join(this.options.folder, 'pairing.json'), { organisation, pinnedAt });
    this.become({ kind: 'paired', organisation });
    return ok();
  }

  close(): void {
    if (this.state.kind !== 'waiting') return;
    this.state.cancel();
    this.state = { kind: 'none' };
  }

  private async poll(deviceCode: string, ends: Millis, again: () => void): Promise<void> {
    const asking = this.state;
    const answer = await this.api.pollPairing(deviceCode);
    if (this.state !== asking) return;
    if (answer.ok && answer.value.state === 'paired')
      this.become({ kind: 'confirm', organisation: answer.value.organisation });
    else if (!answer.ok && answer.error.kind === 'refused')
      this.become({ kind: 'failed', sentence: answer.error.sentence });
    else if (this.options.clock.now() >= ends)
      this.become({ kind: 'failed', sentence: 'The code has expired; start the pairing again.' });
    else again();
  }

  private become(state: State): void {
    this.state = state;
    this.options.changed();
  }
}
