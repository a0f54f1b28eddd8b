import type { Millis } from '@baylink/kernel';
import type { SupplyFailure } from '@baylink/protocols/bench-supply';
import type { LinkError } from '../link.js';

export const lost = (path: string, cause: string): LinkError => ({
  kind: 'lost',
  message: `The bench supply at ${path} is gone (${cause}): check its cable; what it gives the vehicle is not known.`,
});

export const notOpen = (path: string): LinkError => ({
  kind: 'lost',
  message: `The line to the bench supply at ${path} is not open: open it before anything is asked.`,
});

export const otherAnswer = (path: string): LinkError => ({
  kind: 'protocol',
  message: `The bench supply at ${path} answered something else than was asked: check its dialect, scpi or korad.`,
});

export function failure(path: string, reason: SupplyFailure, limit: Millis): LinkError {
  switch (reason.kind) {
    case 'timeout':
      return {
        kind: 'timeout',
        message: `The bench supply at ${path} did not reply within ${limit} ms: check its serial speed and its dialect, scpi or korad.`,
      };
    case 'queue-full':
      return {
        kind: 'refused',
        message: `Too much already waits for the bench supply at ${path}: ask no more until some of it is through.`,
      };
    case 'refused':
      return {
        kind: 'refused',
        message: `The bench supply at ${path} refused the order (${reason.text.slice(0, 80)}): check its limits on its front panel.`,
      };
    case 'garbled':
      return {
        kind: 'protocol',
        message: `The bench supply at ${path} replied "${reason.text.slice(0, 40)}", which is no answer: check its serial speed and its dialect, scpi or korad.`,
      };
  }
}
