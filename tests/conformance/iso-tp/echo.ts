import { systemClock } from '@baylink/kernel/system';
import type { CanAddress, IsoTpOptions } from '@baylink/protocols/iso-tp';
import type { LinkEvent, UnitAddress } from '@baylink/transport-vehicle';
import { type FdFrames, openIsoTpLink } from '@baylink/transport-vehicle/iso-tp';
import { FramePipe } from './frame-pipe.js';

export interface EchoOptions {
  readonly can: CanAddress;
  readonly program: string;
  readonly args: readonly string[];
  readonly fd?: FdFrames;
  readonly options?: Partial<IsoTpOptions>;
}

const clock = systemClock();

/** Sends every message to a peer that answers each with the same bytes in reverse; what came back, or why nothing did. */
export async function echoes(messages: readonly Uint8Array[], options: EchoOptions): Promise<(Uint8Array | string)[]> {
  const { can, program, args, ...rest } = options;
  const unit: UnitAddress = { logical: 0x1001, can };
  const link = openIsoTpLink({ canLink: new FramePipe(clock, program, args), units: [unit], clock, ...rest });
  let heard: (answer: Uint8Array | string) => void = () => {};
  link.listen((event: LinkEvent) => {
    if (event.kind === 'message') heard(event.bytes.slice().reverse());
    if (event.kind === 'closed' && event.error !== undefined) heard(event.error.message);
    if (event.kind === 'transfer-failed') heard(event.error.message);
  });
  await link.open();
  const answers: (Uint8Array | string)[] = [];
  for (const message of messages) {
    const answer = new Promise<Uint8Array | string>((resolve) => {
      heard = resolve;
    });
    const sent = await link.send({ to: 'unit', unit }, message);
    answers.push(sent.ok ? await answer : sent.error.message);
  }
  await link.close();
  return answers;
}
