import type { WebSocket } from 'ws';
import type { Sink } from './outbox.js';

/** Bytes that may lie in the socket's own buffer; the rest waits where it is counted. */
const SOCKET_BUFFER = 64 * 1024;

/** Texts to a shop's WebSocket; `pump` is called when one has left the process. */
export const shopSink = (socket: WebSocket, pump: () => void): Sink<string> => ({
  ready: () => socket.readyState === socket.OPEN && socket.bufferedAmount < SOCKET_BUFFER,
  send: (text) => socket.send(text, pump),
});
