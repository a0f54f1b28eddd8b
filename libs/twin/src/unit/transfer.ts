import { err, ok } from '@baylink/kernel';
import { type Ask, NRC, type Nrc } from '@baylink/protocols/uds';
import { beginBlock } from '../boot/software.js';
import { holds, isErased, readFlash } from '../memory/flash.js';
import { endsAfter, programTime } from './job.js';
import type { RoutineContext, Started } from './routines.js';

type TransferAsk = Extract<
  Ask,
  { service: 'RequestDownload' | 'RequestUpload' | 'TransferData' | 'RequestTransferExit' }
>;

/** 0x34 to 0x37 of a programmable unit; sequence, counter and lengths are the server's business. */
export function transfer(ask: TransferAsk, context: RoutineContext): Started {
  const { software } = context.memory;
  if (software === undefined) return refuse(context, NRC.requestOutOfRange);
  switch (ask.service) {
    case 'RequestDownload':
    case 'RequestUpload': {
      const range = { start: ask.memory.address, size: ask.memory.size };
      if (ask.dataFormat !== 0 || !holds(software.flash, range)) return refuse(context, NRC.requestOutOfRange);
      if (ask.service === 'RequestUpload') return accept(context);
      if (!isErased(software.flash, range)) return refuse(context, NRC.uploadDownloadNotAccepted);
      return accept({ ...context, memory: { ...context.memory, software: beginBlock(software, range.start) } });
    }
    case 'TransferData': {
      if (ask.direction === 'upload') {
        const bytes = readFlash(software.flash, { start: ask.address, size: ask.length });
        return bytes.ok ? accept(context, bytes.value) : refuse(context, NRC.requestOutOfRange);
      }
      const { data, address } = ask;
      const ends = endsAfter(context.now, programTime(data.length));
      const lowest = context.surroundings.supply;
      return {
        memory: context.memory,
        reply: { kind: 'job', job: { kind: 'program', ask: context.ask, address, data, ends, lowest } },
      };
    }
    case 'RequestTransferExit':
      return ask.parameters.length === 0 ? accept(context) : refuse(context, NRC.requestOutOfRange);
  }
}

const accept = ({ memory }: RoutineContext, answer: Uint8Array = new Uint8Array()): Started => ({
  memory,
  reply: { kind: 'now', result: ok(answer) },
});

const refuse = ({ memory }: RoutineContext, nrc: Nrc): Started => ({
  memory,
  reply: { kind: 'now', result: err(nrc) },
});
