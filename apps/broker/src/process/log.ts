import type { LoggerService } from '@nestjs/common';
import { destination, type Logger, pino } from 'pino';
import type { LogLevel } from '../settings.js';

/** Structured lines on standard error; standard output belongs to the one line that a starting program waits for. */
export const makeLog = (level: LogLevel): Logger =>
  pino(
    {
      name: 'broker',
      level,
      redact: { paths: ['*.token', '*.ticket', '*.authorization', '*.proof'], censor: '(hidden)' },
    },
    destination({ dest: 2, sync: true }),
  );

/** Nest's own messages: its chatter about wiring is for debugging only. */
export function nestLog(log: Logger): LoggerService {
  return {
    log: (message: unknown) => log.debug({ nest: String(message) }),
    warn: (message: unknown) => log.warn({ nest: String(message) }),
    error: (message: unknown, ...rest: unknown[]) => log.error({ nest: String(message), rest: rest.map(String) }),
  };
}
