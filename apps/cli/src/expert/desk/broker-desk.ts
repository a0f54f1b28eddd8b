import type { Signer } from '@baylink/contracts';
import type { Chance, Clock } from '@baylink/kernel';
import { systemChance, systemClock } from '@baylink/kernel/system';
import { BrokerApi } from '@baylink/transport-tunnel/http';
import { exitCodes } from '../../exit-codes.table.js';
import { Stop } from '../../say.js';
import { ExpertFolder } from './expert-folder.js';
import type { DeskOptions } from './options.js';

/** An expert at the broker: key, certificate and HTTP. */
export interface BrokerDesk {
  readonly api: BrokerApi;
  readonly folder: ExpertFolder;
  readonly signer: Signer;
  readonly certificate: string;
  readonly clock: Clock;
  readonly chance: Chance;
}

export async function openDesk({ dir, broker }: DeskOptions): Promise<BrokerDesk> {
  const folder = new ExpertFolder(dir);
  const signer = await folder.signer();
  const certificate = folder.certificateOrStop();
  const clock = systemClock();
  const api = new BrokerApi(brokerUrl(broker), { role: 'expert', signer, certificate }, clock);
  return { api, folder, signer, certificate, clock, chance: systemChance() };
}

/** An address that cannot be one is said here, before anything is asked. */
export function brokerUrl(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new Stop(exitCodes.usage, `"${text}" is no address of a broker; give one such as http://127.0.0.1:8080.`);
}
