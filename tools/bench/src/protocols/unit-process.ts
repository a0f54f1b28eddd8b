import { systemClock } from '@baylink/kernel/system';
import { DoipGateway } from '@baylink/testing';
import { serveBare } from './bare-exchange.js';
import { answerTo, SIZES } from './doip-download.js';

/** The other side of the DoIP flash and of its peer, in a process of its own as a vehicle is. Ends with its parent. */
export interface UnitPorts {
  readonly doip: number;
  readonly bare: number;
}

const gateway = new DoipGateway(systemClock());
gateway.answer = ({ bytes }) => [answerTo(bytes)];
const ports: UnitPorts = { doip: await gateway.listen(), bare: (await serveBare(SIZES)).port };
process.on('disconnect', () => process.exit(0));
process.send?.(ports);
