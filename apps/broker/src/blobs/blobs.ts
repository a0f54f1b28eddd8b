import type { ReadStream } from 'node:fs';
import { blobStored, sha256Hex } from '@baylink/contracts';
import { type Clock, ok, unreachable } from '@baylink/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Admission } from '../cases/admission.js';
import { type Answer, notFound, refuse } from '../http/refusal.js';
import type { Principal, ShopPrincipal } from '../identity/principal.js';
import { CLOCK, SETTINGS } from '../process/tokens.js';
import type { BrokerSettings } from '../settings.js';
import { BlobStore } from '../store/blobs.js';
import { BlobFiles } from './blob-files.js';

const MiB = 1024 * 1024;

/** A shop's second copy of backups and files; read back by itself and by the experts of its organisations. */
@Injectable()
export class Blobs {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: BrokerSettings,
    @Inject(BlobStore) private readonly owners: BlobStore,
    @Inject(BlobFiles) private readonly files: BlobFiles,
    @Inject(Admission) private readonly admission: Admission,
  ) {}

  /** Takes the whole content even when it is known: a shop that could skip it would learn what others have stored. */
  async store(
    shop: ShopPrincipal,
    sha256: string,
    announced: number,
    content: AsyncIterable<Uint8Array>,
  ): Answer<z.infer<typeof blobStored>> {
    const { blobBytes, blobQuota } = this.settings.limits;
    if (!sha256Hex.safeParse(sha256).success) {
      return refuse(
        'malformed',
        `${JSON.stringify(sha256.slice(0, 80))} is no SHA-256 digest in lower-case hex; name the content by its digest.`,
      );
    }
    if (announced > blobBytes) return tooLarge(announced, blobBytes);
    const used = await this.owners.usedBy(shop.thumbprint);
    if (used + announced > blobQuota) {
      return refuse(
        'too-large',
        `This shop has stored ${used / MiB} MiB of ${blobQuota / MiB} MiB and ${announced} bytes more do not fit; ask the operator of the broker.`,
      );
    }
    const stored = await this.files.store(sha256, content, blobBytes);
    if (stored.ok) {
      await this.owners.add(sha256, shop.thumbprint, stored.value, this.clock.wall());
      return ok({ sha256, size: stored.value });
    }
    switch (stored.error.kind) {
      case 'too-large':
        return tooLarge(announced, blobBytes);
      case 'wrong-digest':
        return refuse(
          'wrong-digest',
          `The content has the digest ${stored.error.digest} and was announced as ${sha256}; send it again.`,
        );
      default:
        return unreachable(stored.error);
    }
  }

  async read(who: Principal, sha256: string): Answer<ReadStream> {
    if (!sha256Hex.safeParse(sha256).success) return notFound('blob', sha256.slice(0, 80));
    for (const owner of await this.owners.ownersOf(sha256)) {
      if (await this.admission.seesShop(who, owner)) return ok(this.files.read(sha256));
    }
    return notFound('blob', sha256);
  }
}

const tooLarge = (announced: number, limit: number) =>
  refuse(
    'too-large',
    `The content (${announced} bytes announced) is larger than ${limit} bytes, the most a blob may have.`,
  );
