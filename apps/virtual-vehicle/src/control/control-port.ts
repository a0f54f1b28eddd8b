import type { Result } from '@baylink/kernel';
import type { Port } from '../port.js';
import { eachLine, listenAt } from '../unix-socket/unix-socket.js';
import { answerControl, type ControlContext } from './requests.js';

/** No request is longer. */
const LINE_LIMIT = 64 * 1024;

/** A Unix socket at `path`, for this user alone: JSON requests by the line, an answer to each. */
export const openControl = (path: string, context: ControlContext): Promise<Result<Port, string>> =>
  listenAt({
    path,
    flag: '--control',
    what: 'control socket',
    serve: (socket) =>
      eachLine(socket, LINE_LIMIT, (line) => {
        if (line.trim() === '') return;
        const answer = answerControl(line, context);
        socket.write(
          `${JSON.stringify(answer.ok ? { ok: true, ...answer.value } : { ok: false, error: answer.error })}\n`,
        );
      }),
  });
