import { bytesOf, concat, equalBytes, readUint, uintBytes } from '@baylink/kernel';
import { crc32 } from '@baylink/protocols/firmware';
import { NRC, type Outcome } from '@baylink/protocols/uds';

/** A fault that a test puts in the way of one request. */
export type Fault =
  | { readonly kind: 'request lost' }
  | { readonly kind: 'not taken'; readonly why: string }
  | { readonly kind: 'answer lost' }
  | { readonly kind: 'answer damaged' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'nrc'; readonly nrc: number }
  | { readonly kind: 'answer'; readonly bytes: Uint8Array };

export const SEED = bytesOf(0xde, 0xad, 0xbe, 0xef);
export const KEY = bytesOf(0x21, 0x52, 0x41, 0x10);

const S3 = 5_000;
const BASE = 0x8000;
const SIZE = 0x8000;
const BLOCK = 1_026;

const text = (value: string): Uint8Array => Uint8Array.from(value, (letter) => letter.charCodeAt(0));

export interface UnitTexts {
  vin: string;
  serial: string;
  hardware: string;
  partNumber: string;
}

/**
 * The smallest unit that can be bricked: sessions with S3, one security level, flash that must be erased first, an
 * application that starts only after its check. No timing of its own: an answer is an outcome.
 */
export class ScriptedUnit {
  readonly memory = new Uint8Array(SIZE).map((_, i) => (i * 7 + 3) & 0xff);
  readonly coding = new Map<number, Uint8Array>();
  readonly texts: UnitTexts;
  session = 1;
  /** Whether it knows DID F186. */
  tellsSession = true;
  unlocked = false;
  valid = true;
  dtcSetting: 'on' | 'off' = 'on';
  communication: 'on' | 'off' = 'on';
  alive = true;
  blocksAcknowledged = 0;
  keysTried = 0;
  /** Overrides what the check routine says. */
  checkAnswers: number[] = [];
  private erased: Uint8Array = new Uint8Array(SIZE);
  private download: { at: number; end: number; counter: number; last: number | undefined } | undefined;
  private upload: { at: number; end: number; counter: number } | undefined;
  private lastHeard = 0;

  constructor(texts: UnitTexts) {
    this.texts = texts;
  }

  slice(address: number, size: number): Uint8Array {
    return this.memory.slice(address - BASE, address - BASE + size);
  }

  reset(): void {
    this.session = 1;
    this.unlocked = false;
    this.dtcSetting = 'on';
    this.communication = 'on';
    this.download = undefined;
    this.upload = undefined;
  }

  /** Silence until `now`: a session that nobody kept has lapsed. */
  passTime(now: number): void {
    if (this.session !== 1 && now - this.lastHeard > S3) this.reset();
  }

  testerPresent(now: number): void {
    this.passTime(now);
    this.lastHeard = now;
  }

  ask(bytes: Uint8Array, now: number, fault: Fault | undefined): Outcome {
    const silent: Outcome = { kind: 'timeout', timer: 'P2', after: 50 as never };
    if (!this.alive || fault?.kind === 'request lost') return silent;
    if (fault?.kind === 'not taken') return { kind: 'link', error: { kind: 'refused', message: fault.why } };
    this.testerPresent(now);
    if (fault?.kind === 'nrc') return { kind: 'negative', sid: bytes[0] ?? 0, nrc: fault.nrc };
    if (fault?.kind === 'reset') {
      this.reset();
      return silent;
    }
    const answer = this.answer(bytes);
    if (fault?.kind === 'answer lost') return silent;
    if (fault?.kind === 'answer damaged')
      return {
        kind: 'link',
        error: { kind: 'protocol', message: 'A message was dropped (its checksum is wrong).' },
        sent: true,
      };
    if (fault?.kind === 'answer') return { kind: 'positive', bytes: fault.bytes };
    return typeof answer === 'number'
      ? { kind: 'negative', sid: bytes[0] ?? 0, nrc: answer }
      : { kind: 'positive', bytes: answer };
  }

  private answer(bytes: Uint8Array): Uint8Array | number {
    const [sid, sub = 0] = bytes;
    const echo = (...rest: number[]) => bytesOf((sid ?? 0) + 0x40, ...rest);
    switch (sid) {
      case 0x10:
        return this.enter(sub);
      case 0x11:
        this.reset();
        return echo(sub);
      case 0x19:
        return echo(sub, 0xff);
      case 0x22:
        return this.read(readUint(bytes, 1, 2) ?? 0);
      case 0x23: {
        if (this.session === 1) return NRC.serviceNotSupportedInActiveSession;
        const at = (readUint(bytes, 2, 4) ?? 0) - BASE;
        const size = readUint(bytes, 6, 4) ?? 0;
        return at < 0 || at + size > SIZE ? NRC.requestOutOfRange : echo(...this.memory.subarray(at, at + size));
      }
      case 0x27:
        return this.unlock(sub, bytes.subarray(2));
      case 0x28:
        if (this.session === 1) return NRC.serviceNotSupportedInActiveSession;
        this.communication = sub === 0 ? 'on' : 'off';
        return echo(sub);
      case 0x85:
        if (this.session === 1) return NRC.serviceNotSupportedInActiveSession;
        this.dtcSetting = sub === 1 ? 'on' : 'off';
        return echo(sub);
      case 0x2e:
        return this.write(readUint(bytes, 1, 2) ?? 0, bytes.slice(3));
      case 0x31:
        return this.routine(bytes);
      case 0x34:
      case 0x35:
        return this.open(sid, readUint(bytes, 3, 4) ?? 0, readUint(bytes, 7, 4) ?? 0);
      case 0x36:
        return this.upload ? this.give(sub) : this.take(sub, bytes.subarray(2));
      case 0x37:
        if (this.download && this.download.at !== this.download.end) return NRC.requestSequenceError;
        this.download = undefined;
        this.upload = undefined;
        return echo();
      default:
        return NRC.serviceNotSupported;
    }
  }

  private enter(session: number): Uint8Array | number {
    if (session === 2 && this.session === 1) return NRC.subFunctionNotSupportedInActiveSession;
    this.reset();
    this.session = session;
    return bytesOf(0x50, session, 0, 50, 1, 0xf4);
  }

  private read(did: number): Uint8Array | number {
    const head = concat(bytesOf(0x62), uintBytes(did, 2));
    const software = this.valid ? crc32(this.memory.subarray(0, 5_000)).toString(16) : 'NONE';
    const { vin, serial, hardware, partNumber } = this.texts;
    const texts = new Map([
      [0xf190, vin],
      [0xf18c, serial],
      [0xf191, hardware],
      [0xf187, partNumber],
      [0xf189, software],
    ]);
    const found = texts.get(did);
    if (found !== undefined) return concat(head, text(found));
    if (did === 0xf186 && this.tellsSession) return concat(head, bytesOf(this.session));
    const coded = this.coding.get(did);
    return coded === undefined ? NRC.requestOutOfRange : concat(head, coded);
  }

  private unlock(sub: number, key: Uint8Array): Uint8Array | number {
    if (sub === 1) return this.unlocked ? bytesOf(0x67, 1, 0, 0, 0, 0) : concat(bytesOf(0x67, 1), SEED);
    this.keysTried++;
    if (!equalBytes(key, KEY)) return NRC.invalidKey;
    this.unlocked = true;
    return bytesOf(0x67, 2);
  }

  private write(did: number, value: Uint8Array): Uint8Array | number {
    if (!this.unlocked) return NRC.securityAccessDenied;
    if (!this.coding.has(did)) return NRC.requestOutOfRange;
    this.coding.set(did, value);
    return concat(bytesOf(0x6e), uintBytes(did, 2));
  }

  private routine(bytes: Uint8Array): Uint8Array | number {
    const rid = readUint(bytes, 2, 2) ?? 0;
    const head = concat(bytesOf(0x71, 1), uintBytes(rid, 2));
    if (this.session !== 2 || !this.unlocked) return NRC.securityAccessDenied;
    const address = (readUint(bytes, 5, 4) ?? 0) - BASE;
    const size = readUint(bytes, 9, 4) ?? 0;
    switch (rid) {
      case 0xff00:
        this.valid = false;
        this.memory.fill(0xff, address, address + size);
        this.erased.fill(1, address, address + size);
        this.blocksAcknowledged = 0;
        return concat(head, bytesOf(0));
      case 0xff01: {
        const scripted = this.checkAnswers.shift();
        const right = scripted === undefined ? this.lastCrc === readUint(bytes, 4, 4) : scripted === 0;
        if (right) this.valid = true;
        return concat(head, bytesOf(right ? 0 : 1));
      }
      case 0x0202:
        return concat(
          head,
          bytesOf(crc32(this.memory.subarray(address, address + size)) === readUint(bytes, 13, 4) ? 0 : 1),
        );
      case 0x0203:
        return concat(head, bytesOf(this.valid ? 0 : 1));
      default:
        return NRC.requestOutOfRange;
    }
  }

  private begun = { at: 0, end: 0 };
  private get lastCrc(): number {
    return crc32(this.memory.subarray(this.begun.at, this.begun.end));
  }

  private open(sid: number, address: number, size: number): Uint8Array | number {
    const at = address - BASE;
    if (at < 0 || at + size > SIZE) return NRC.requestOutOfRange;
    if (sid === 0x35) {
      if (this.session === 1) return NRC.serviceNotSupportedInActiveSession;
      this.upload = { at, end: at + size, counter: 1 };
      return concat(bytesOf(0x75, 0x20), uintBytes(BLOCK, 2));
    }
    if (!this.unlocked || this.session !== 2) return NRC.securityAccessDenied;
    this.begun = { at, end: at + size };
    this.download = { at, end: at + size, counter: 1, last: undefined };
    return concat(bytesOf(0x74, 0x20), uintBytes(BLOCK, 2));
  }

  private give(counter: number): Uint8Array | number {
    const { upload } = this;
    if (upload === undefined) return NRC.requestSequenceError;
    const repeated = counter === ((upload.counter - 1) & 0xff) && upload.counter !== 1;
    if (repeated) return concat(bytesOf(0x76, counter), this.memory.slice(upload.at - (BLOCK - 2), upload.at));
    if (counter !== upload.counter) return NRC.wrongBlockSequenceCounter;
    const end = Math.min(upload.end, upload.at + BLOCK - 2);
    const data = this.memory.slice(upload.at, end);
    this.upload = { ...upload, at: end, counter: (counter + 1) & 0xff };
    return concat(bytesOf(0x76, counter), data);
  }

  private take(counter: number, data: Uint8Array): Uint8Array | number {
    const { download } = this;
    if (download === undefined) return NRC.requestSequenceError;
    if (counter === download.last) return bytesOf(0x76, counter);
    if (counter !== download.counter) return NRC.wrongBlockSequenceCounter;
    if (download.at + data.length > download.end) return NRC.transferDataSuspended;
    for (let i = 0; i < data.length; i++) if (this.erased[download.at + i] !== 1) return NRC.generalProgrammingFailure;
    this.memory.set(data, download.at);
    this.erased.fill(0, download.at, download.at + data.length);
    this.download = { ...download, at: download.at + data.length, counter: (counter + 1) & 0xff, last: counter };
    this.blocksAcknowledged++;
    return bytesOf(0x76, counter);
  }
}
