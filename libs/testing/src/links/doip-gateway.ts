import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { bytesOf, type Clock, DrivenMachine, millis } from '@baylink/kernel';
import {
  doipEntity,
  ENTITY_START,
  type EntityConfig,
  type EntityInput,
  type EntityOut,
  type EntityState,
  gatewayConfig,
} from '@baylink/protocols/doip';
import type { UnitAddress } from '@baylink/transport-vehicle';

const VIN = Uint8Array.from('BAYLNKSAMPLE00001', (letter) => letter.charCodeAt(0));
const HOST = '127.0.0.1';
/** The one unit behind the gateway. */
export const GATEWAY_UNIT: UnitAddress = { logical: 0x1001, can: { request: 0x7e0, response: 0x7e8 } };

type Deliver = Extract<EntityOut, { kind: 'deliver' }>;

/** The project's own gateway on a loopback TCP port, plain or with TLS, with a unit that answers at once. */
export class DoipGateway {
  readonly #server: Server;
  readonly #sockets = new Map<number, Socket>();
  readonly #entity: DrivenMachine<EntityState, EntityInput, EntityOut>;
  answer: (request: Deliver) => readonly Uint8Array[] = () => [];

  constructor(clock: Clock, config: Partial<EntityConfig> = {}, tls?: TlsOptions) {
    const eid = bytesOf(2, 0, 0, 0, 0, 1);
    const units = new Set([GATEWAY_UNIT.logical]);
    const routingTime = millis(0);
    const entity = doipEntity(
      gatewayConfig({ logicalAddress: 0x1000, vin: VIN, eid, gid: eid, units, routingTime, ...config }),
    );
    this.#entity = new DrivenMachine(entity, ENTITY_START, clock, { kind: 'tick' }, (out) => this.#perform(out));
    let next = 0;
    const accept = (connection: Socket) => {
      const socket = ++next;
      this.#sockets.set(socket, connection);
      this.#entity.feed({ kind: 'opened', socket, security: tls === undefined ? 'plain' : 'tls' });
      connection.on('data', (bytes) => {
        // The acknowledgement and what the unit answers at once leave together.
        connection.cork();
        this.#entity.feed({ kind: 'data', socket, bytes });
        connection.uncork();
      });
      connection.on('error', () => {});
      connection.on('close', () => this.#entity.feed({ kind: 'closed', socket }));
    };
    this.#server = tls === undefined ? createServer({ noDelay: true }, accept) : createTlsServer(tls, accept);
    this.#server.on('tlsClientError', () => undefined);
  }

  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, HOST, resolve));
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  cut(): void {
    for (const socket of this.#sockets.values()) socket.destroy();
  }

  async release(): Promise<void> {
    this.cut();
    this.#entity.stop();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #perform(out: EntityOut): void {
    if (out.kind === 'send') this.#sockets.get(Number(out.socket))?.write(out.bytes);
    if (out.kind === 'close') this.#sockets.get(Number(out.socket))?.end();
    if (out.kind !== 'deliver') return;
    for (const bytes of this.answer(out)) {
      this.#entity.feed({ kind: 'response', unit: out.unit, tester: out.tester, bytes });
    }
  }
}
