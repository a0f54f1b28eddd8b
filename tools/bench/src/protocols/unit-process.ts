import { systemClock } from '@baylink/kernel/system';
import { DoipGateway } from '@baylink/testing';
import { serveBare } from './bare-exchange.js';
import { answerTo, SIZES } from './doip-download.js';
import { servePrompt } from './prompt-gateway.js';

/** The other sides of the DoIP flashes and of their peer, in a process of their own as a vehicle is. Ends with its parent. */
export interface UnitPorts {
  readonly prompt: number;
  readonly entity: number;
  readonly bare: number;
}

const gateway = new DoipGateway(systemClock());
gateway.answer = ({ bytes }) => [answerTo(bytes)];
const ports: UnitPorts = {
  prompt: await servePrompt(answerTo),
  entity: await gateway.listen(),
  bare: (await serveBare(SIZES)).port,
};
process.on('disconnect', () => process.exit(0));
process.send?.(ports);
