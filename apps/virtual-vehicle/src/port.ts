import type { Clock, Result } from '@baylink/kernel';
import type { RunningCar } from '@baylink/twin';

/** Something of this process that others are connected to and that has to be let go of. */
export interface Port {
  close(): Promise<void>;
}

/** A port by which testers reach the car. */
export interface Entrance extends Port {
  /** Where it is, as data for `--json`. */
  readonly place: Readonly<Record<string, string | number>>;
  /** The same for people: an address or a path. */
  readonly shown: string;
  /** Takes its cable off the car and puts it on again, where it is a thing with a cable: the interface stays where it is. */
  plug?(on: boolean): void;
}

/** One kind of entrance, as the command line names it. */
export interface EntranceKind {
  /** In column width for people, such as "SLCAN". */
  readonly title: string;
  /** Of the command line, such as "--slcan <path>". */
  readonly flag: string;
  readonly help: string;
  /** Opens it, or says in one sentence why it cannot; `text` is what stood after the flag. */
  open(text: string, car: RunningCar, clock: Clock): Promise<Result<Entrance, string>>;
}
