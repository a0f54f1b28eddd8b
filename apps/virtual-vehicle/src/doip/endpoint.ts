import { err, ok, type Result } from '@baylink/kernel';

/** Where a server listens. Port 0 takes any free one. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

export const DOIP_PORT = 13_400;

/** "127.0.0.1:13400", "[::1]:0", ":13400" (every interface), "127.0.0.1" (the `usual` port). A number alone is no address: it was meant as a port. */
export function parseEndpoint(text: string, usual = DOIP_PORT): Result<Endpoint, string> {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]]*))(?::(\d{1,5}))?$/.exec(text);
  const port = Number(match?.[3] ?? usual);
  if (match === null || /^\d*$/.test(text) || port > 65_535)
    return err(`"${text}" is not HOST:PORT: give an address and a port from 0 to 65535, such as 127.0.0.1:13400.`);
  return ok({ host: match[1] ?? (match[2] || '0.0.0.0'), port });
}

export const showEndpoint = ({ host, port }: Endpoint): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;

export const isLoopback = (host: string): boolean => host === '::1' || host === 'localhost' || host.startsWith('127.');
