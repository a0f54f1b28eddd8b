import type { IncomingMessage } from 'node:http';
import { ok, type Result } from '@baylink/kernel';
import { type Refusal, refuse } from './refusal.js';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/**
 * The names under which this broker answers: loopback, the address it is bound to, and the public URLs it was given. A
 * request for any other `Host`, or from a page of any other `Origin`, is refused (DNS rebinding).
 */
export class Origins {
  /** Host as browsers write it, and the origin it is reached under. */
  private readonly hosts = new Map<string, string>();
  private readonly origins = new Set<string>();

  constructor(publicUrls: readonly string[], foreignPages: readonly string[]) {
    for (const url of publicUrls) this.admit(new URL(url));
    for (const page of foreignPages) this.origins.add(new URL(page).origin);
  }

  /** Called once the port is known. */
  bound(host: string, port: number): void {
    const names =
      host === '::' || host === '0.0.0.0' ? LOOPBACK : [...LOOPBACK, host.includes(':') ? `[${host}]` : host];
    for (const name of names) this.admit(new URL(`http://${name}:${port}`));
  }

  /** Whether a proof made for `audience` was made for this broker. */
  isAudience(audience: string): boolean {
    return URL.canParse(audience) && this.hosts.get(new URL(audience).host) === new URL(audience).origin;
  }

  /** The audience to name in a proof for a broker that was asked as `host`. */
  audienceOf(host: string): string {
    return this.hosts.get(host.toLowerCase()) ?? `http://${host}`;
  }

  check(request: IncomingMessage): Result<void, Refusal> {
    const { host, origin } = request.headers;
    if (host === undefined || !this.hosts.has(host.toLowerCase())) {
      return refuse(
        'wrong-host',
        `This broker does not answer as ${JSON.stringify(host ?? '')}; use its own address, or start it with --public-url for that name.`,
      );
    }
    if (origin !== undefined && !this.origins.has(origin.toLowerCase())) {
      return refuse(
        'foreign-origin',
        `A page of ${JSON.stringify(origin.slice(0, 200))} may not use this broker; open the console from the broker's own address, or start the broker with --allow-origin for it.`,
      );
    }
    return ok();
  }

  private admit(url: URL): void {
    if (!this.hosts.has(url.host)) this.hosts.set(url.host, url.origin);
    this.origins.add(url.origin);
  }
}
