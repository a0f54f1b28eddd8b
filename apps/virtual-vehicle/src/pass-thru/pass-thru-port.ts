import type { Socket } from 'node:net';
import { ok } from '@baylink/kernel';
import { frameText, parseFrameLine } from '@baylink/protocols/slcan';
import type { RunningCar } from '@baylink/twin';
import type { EntranceKind } from '../port.js';
import { eachLine, listenAt } from '../unix-socket/unix-socket.js';

/** A frame of 29 bits and eight bytes has 26 characters. */
const LINE_LIMIT = 64;
/** Unread bytes towards a library that are kept; one that never reads is let go of. */
const WRITE_ROOM = 256 * 1024;

/**
 * The adapter of the pass-thru library in `pass-thru/`: a Unix socket at `path`. Frames in SLCAN's form by the line,
 * both ways; `z` for each of the library's own as soon as it has been on the bus; `b` asks for the battery's millivolts.
 */
export const passThruEntrance: EntranceKind = {
  title: 'J2534',
  flag: '--j2534 <path>',
  help: 'a Unix socket at this path for the pass-thru library of pass-thru/',
  async open(path, car) {
    let libraries = 0;
    const opened = await listenAt({
      path,
      flag: '--j2534',
      what: 'pass-thru socket',
      serve: (socket) => join(socket, car, `j2534-${++libraries}`),
    });
    return opened.ok ? ok({ place: { path }, shown: path, close: opened.value.close }) : opened;
  },
};

function join(socket: Socket, car: RunningCar, node: string): void {
  const say = (line: string): void => {
    if (socket.writableLength > WRITE_ROOM) socket.destroy();
    else socket.write(`${line}\n`);
  };
  const quiet = car.listen((out) => {
    if (out.kind === 'frame') say(out.from === node ? 'z' : frameText(out.frame));
  });
  socket.on('close', quiet);
  eachLine(socket, LINE_LIMIT, (line) => {
    if (line === 'b') {
      say(`b${Math.round(car.voltage())}`);
      return;
    }
    const parsed = parseFrameLine(line);
    if (parsed?.kind === 'data') car.feed({ kind: 'frame', from: node, frame: parsed.frame });
  });
}
