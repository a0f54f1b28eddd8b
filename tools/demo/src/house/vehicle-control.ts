import { connect } from 'node:net';
import { createInterface } from 'node:readline';

export type ControlRequest = Readonly<Record<string, unknown>> & { readonly do: string };

/** One request to the car's control socket, and its answer. Rejects with the car's own sentence. */
export function askCar(socketPath: string, request: ControlRequest): Promise<Readonly<Record<string, unknown>>> {
  return new Promise((resolve, reject) => {
    const socket = connect(socketPath);
    socket.on('error', reject);
    createInterface({ input: socket }).on('line', (line) => {
      socket.end();
      const answer: unknown = JSON.parse(line);
      const fields: Readonly<Record<string, unknown>> =
        typeof answer === 'object' && answer !== null ? { ...answer } : {};
      if (fields.ok === true) resolve(fields);
      else reject(new Error(`the car refused ${request.do}: ${String(fields.error)}`));
    });
    socket.write(`${JSON.stringify(request)}\n`);
  });
}
