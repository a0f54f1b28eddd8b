import type { Server, Socket } from 'node:net';

/** The connections of one server, so that it can end them. */
export interface KeptSockets {
  keep(socket: Socket): Socket;
  destroy(): void;
}

export function keepSockets(): KeptSockets {
  const open = new Set<Socket>();
  return {
    keep(socket) {
      open.add(socket);
      socket.on('close', () => open.delete(socket));
      return socket;
    },
    destroy() {
      for (const socket of open) socket.destroy();
    },
  };
}

export async function closeSockets(server: Server, open: KeptSockets): Promise<void> {
  open.destroy();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}
