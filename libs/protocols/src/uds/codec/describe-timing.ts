import { unreachable } from '@baylink/kernel';
import { type Field, optional } from './describe-request.js';
import type { TimingRecord } from './timing-parameters.js';

const ms = (name: string, value: number): Field => ({ name, value: `${value} ms` });

export function timingFields(timing: TimingRecord): Field[] {
  switch (timing.layout) {
    case 'none':
      return [];
    case 'server':
      return [ms('P2', timing.p2), ms('P2*', timing.p2Star)];
    case 'K-Line':
      return [
        ms('P2min', timing.p2Min),
        ms('P2max', timing.p2Max),
        ms('P3min', timing.p3Min),
        ms('P3max', timing.p3Max),
        ms('P4min', timing.p4Min),
      ];
    case 'unknown':
      return optional('parameters', timing.data);
    default:
      return unreachable(timing);
  }
}
