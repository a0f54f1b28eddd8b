import { err, ok, type Result } from '@baylink/kernel';
import { functionalSetup, type IdWidth, type SetupCommand, unitSetup } from '@baylink/protocols/elm';
import { FUNCTIONAL_REQUEST_ID } from '@baylink/protocols/iso-tp';
import type { LinkError, Target, UnitAddress } from '../link.js';
import type { CommandLine } from './command-line.js';
import * as say from './sentences.js';

/** Functionally addressed requests with 29-bit identifiers. (ISO 15765-4 6.3.2.3) */
const FUNCTIONAL_EXTENDED_ID = 0x18db33f1;

/** For whom header, filter and flow control of the adapter are set. */
export class Addressing {
  #set: UnitAddress | 'everybody' | undefined;

  constructor(
    private readonly line: CommandLine,
    private readonly place: string,
    private readonly width: IdWidth,
    /** The adapter takes flow controls of the link's own making. */
    private readonly flowControl: boolean,
  ) {}

  /** `undefined` while it is everybody, or not known. */
  get unit(): UnitAddress | undefined {
    return this.#set === 'everybody' ? undefined : this.#set;
  }

  /** Nothing is asked when everything is as it must be. */
  async to(target: Target): Promise<Result<void, LinkError>> {
    const wanted = target.to === 'unit' ? target.unit : 'everybody';
    if (this.#set === wanted) return ok();
    this.#set = undefined;
    for (const { text } of this.#commands(target)) {
      const reply = await this.line.ask(text);
      if (!reply.ok) return reply;
      if (!reply.value.lines.some((said) => said.endsWith('OK'))) return err(say.refusedSetting(this.place, text));
    }
    this.#set = wanted;
    return ok();
  }

  #commands(target: Target): readonly SetupCommand[] {
    if (target.to === 'unit') return unitSetup(target.unit.can, this.width, this.flowControl);
    const id = this.width === 'base' ? FUNCTIONAL_REQUEST_ID : FUNCTIONAL_EXTENDED_ID;
    return functionalSetup(id, this.width, this.flowControl);
  }
}
