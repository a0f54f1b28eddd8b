import type { Socket } from 'socket.io';
import type { ExpertMessage } from './lines.js';
import type { Sink } from './outbox.js';

/**
 * Events to an expert's socket. engine.io hands its packets to the transport in one batch and says `drain` when it has;
 * a packet made since then is still in this process, and while there is one nothing more is made.
 */
export function expertSink(socket: Socket, pump: () => void): Sink<ExpertMessage> {
  let packetsHeld = 0;
  socket.conn.on('packetCreate', () => {
    packetsHeld += 1;
  });
  socket.conn.on('drain', () => {
    packetsHeld = 0;
    pump();
  });
  return {
    ready: () => socket.connected && packetsHeld === 0,
    send: ({ event, body }) => void socket.emit(event, body),
  };
}
