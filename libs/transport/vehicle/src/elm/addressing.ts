import { err, ok, type Result } from '@baylink/kernel';
import { MAX_BASE_ID } from '@baylink/protocols/can';
import { functionalSetup, type IdWidth, protocolSetup, type SetupCommand, unitSetup } from '@baylink/protocols/elm';
import type { LinkError, UnitAddress } from '../link.js';
import type { CommandLine } from './command-line.js';
import * as say from './sentences.js';

export const widthOf = (id: number): IdWidth => (id > MAX_BASE_ID ? 'extended' : 'base');

/** One unit, or everybody who hears this functional identifier. */
export type Listener =
  | { readonly to: 'unit'; readonly unit: UnitAddress }
  | { readonly to: 'everybody'; readonly request: number };

const requestOf = (listener: Listener): number =>
  listener.to === 'unit' ? listener.unit.can.request : listener.request;

export const widthFor = (listener: Listener): IdWidth => widthOf(requestOf(listener));

const same = (a: Listener | undefined, b: Listener): boolean => a?.to === b.to && requestOf(a) === requestOf(b);

export interface AddressingOptions {
  readonly place: string;
  /** Protocol numbers of the adapter at this bus's bit rate. */
  readonly protocols: { readonly [width in IdWidth]: string };
  /** The width that the adapter was set up with. */
  readonly width: IdWidth;
  /** The adapter takes flow controls of the link's own making. */
  readonly flowControl: boolean;
}

/** For whom protocol, header, filter and flow control of the adapter are set. */
export class Addressing {
  #set: Listener | undefined;
  #width: IdWidth | undefined;

  constructor(
    private readonly line: CommandLine,
    private readonly options: AddressingOptions,
  ) {
    this.#width = options.width;
  }

  /** `undefined` while it is everybody, or not known. */
  get unit(): UnitAddress | undefined {
    return this.#set?.to === 'unit' ? this.#set.unit : undefined;
  }

  /** Nothing is asked when everything is as it must be. */
  async to(wanted: Listener): Promise<Result<void, LinkError>> {
    if (same(this.#set, wanted)) return ok();
    const width = widthFor(wanted);
    const commands = this.#commands(wanted, width);
    this.#set = undefined;
    this.#width = undefined;
    for (const { text } of commands) {
      const reply = await this.line.ask(text);
      if (!reply.ok) return reply;
      if (!reply.value.lines.some((said) => said.endsWith('OK')))
        return err(say.refusedSetting(this.options.place, text));
    }
    this.#set = wanted;
    this.#width = width;
    return ok();
  }

  #commands(wanted: Listener, width: IdWidth): readonly SetupCommand[] {
    const { protocols, flowControl } = this.options;
    const ids =
      wanted.to === 'unit'
        ? unitSetup(wanted.unit.can, width, flowControl)
        : functionalSetup(wanted.request, width, flowControl);
    return this.#width === width ? ids : [protocolSetup(protocols[width]), ...ids];
  }
}
