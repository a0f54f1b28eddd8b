import {
  BATTERY_PIN,
  CAN_PINS,
  type ConfigValue,
  IOCTL_ID,
  type MemoryModel,
  type MessageFilter,
  numbers,
  type PassThruMessage,
  PROTOCOL_ID,
  RETURN_CODE,
  resource,
} from '@baylink/protocols/j2534';
import { Channels0500 } from './channels-0500.js';
import { chooseDevice } from './devices-0500.js';
import { addressOf, type Library0500 } from './native-library.js';
import { modelOf, numberIn, numberRoom } from './native-numbers.js';
import { type CallOutcome, outcomeOf, type ReadOutcome, type Session, versionsOf } from './session.js';
import type { OpenSettings, Versions } from './talk.js';

/** One device with one channel of CAN and the logical channels over it, by the 05.00 functions. */
export class Session0500 implements Session {
  #device: number | undefined;
  #name: string | undefined;
  #physical = 0;
  #channels: Channels0500 | undefined;
  readonly #model: MemoryModel;

  constructor(
    private readonly library: Library0500,
    private readonly settings: OpenSettings,
  ) {
    this.#model = modelOf(settings.long);
  }

  open(): CallOutcome {
    const { long } = this.#model;
    const chosen = chooseDevice(this.library, this.settings.device, long);
    if (!chosen.ok) return chosen.outcome;
    this.#name = chosen.name;
    const id = numberRoom(long);
    const opened = this.#done('PassThruOpen', this.library.open(chosen.name, id));
    if (!opened.ok) return opened;
    this.#device = numberIn(id);
    const connected = this.#connect(this.#device);
    if (!connected.ok) this.#closeDevice();
    return connected;
  }

  #connect(device: number): CallOutcome {
    const { flags, bitRate } = this.settings;
    const id = numberRoom(this.#model.long);
    const pins = numbers(CAN_PINS, this.#model);
    const wires = { connector: 1, count: CAN_PINS.length, pins: addressOf(pins) };
    const code = this.library.connect(device, PROTOCOL_ID.CAN, flags, bitRate, wires, id);
    const connected = this.#done('PassThruConnect', code);
    if (!connected.ok) return connected;
    this.#physical = numberIn(id);
    this.#channels = new Channels0500(this.library, this.#physical, this.#model);
    return connected;
  }

  versions(): Versions {
    return { ...versionsOf(this.library, this.#device ?? 0), device: this.#name };
  }

  /** What is meant for ISO 15765 is kept for the logical channels; frames of CAN are echoed only where that is asked for. */
  configure(values: readonly ConfigValue[]): CallOutcome {
    this.#channels?.keepForLogical(values);
    return { ok: true, value: 0 };
  }

  startFilter(filter: MessageFilter): CallOutcome {
    return this.#channels?.startFilter(filter) ?? this.#notOpen('PassThruStartMsgFilter');
  }

  stopFilter(filter: number): CallOutcome {
    return this.#channels?.stopFilter(filter) ?? this.#notOpen('PassThruStopMsgFilter');
  }

  write(messages: readonly PassThruMessage[], timeout: number): CallOutcome {
    return this.#channels?.write(messages, timeout) ?? this.#notOpen('PassThruQueueMsgs');
  }

  read(): ReadOutcome {
    return this.#channels?.read() ?? { messages: [], failure: undefined };
  }

  /** The battery's pin at the vehicle's plug. */
  voltage(): CallOutcome {
    const pin = numbers([BATTERY_PIN], this.#model);
    const millivolts = numberRoom(this.#model.long);
    const wires = resource(1, addressOf(pin), this.#model);
    const code = this.library.ioctl(this.#device ?? 0, IOCTL_ID.READ_VBATT, wires, millivolts);
    return this.#done('READ_PIN_VOLTAGE', code, () => numberIn(millivolts));
  }

  /** The logical channels go with the one that they stand on. */
  close(): CallOutcome {
    const disconnected = this.#done('PassThruDisconnect', this.library.disconnect(this.#physical));
    const closed = this.#closeDevice();
    return disconnected.ok ? closed : disconnected;
  }

  #closeDevice(): CallOutcome {
    if (this.#device === undefined) return { ok: true, value: 0 };
    const code = this.library.close(this.#device);
    this.#device = undefined;
    return this.#done('PassThruClose', code);
  }

  #notOpen(call: string): CallOutcome {
    return outcomeOf(this.library, call, RETURN_CODE.ERR_DEVICE_NOT_OPEN);
  }

  #done(call: string, code: number, value?: () => number): CallOutcome {
    return outcomeOf(this.library, call, code, value);
  }
}
