import { once } from 'node:events';
import { createConnection, createServer } from 'node:net';
import { createInterface } from 'node:readline';

/** A socket at `path`: one JSON object a line changes the conditions, and is answered with those that hold and what was counted. */
export async function openControl(path, weather) {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    createInterface({ input: socket }).on('line', (text) => {
      const wish = parse(text);
      if (wish !== undefined) weather.change(wish);
      const answer = wish === undefined ? { error: 'That is no JSON object.' } : {};
      socket.write(`${JSON.stringify({ ...answer, conditions: weather.conditions, counts: weather.counts })}\n`);
    });
  });
  server.listen(path);
  await once(server, 'listening');
  return server;
}

/** Changes conditions of the box whose socket this is; the answer is what holds from now on. */
export async function changeWeather(path, conditions) {
  const socket = createConnection(path);
  socket.write(`${JSON.stringify(conditions)}\n`);
  const [text] = await once(createInterface({ input: socket }), 'line');
  socket.destroy();
  return JSON.parse(text);
}

function parse(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
