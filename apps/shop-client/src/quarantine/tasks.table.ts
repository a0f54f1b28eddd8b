import type { Result } from '@baylink/kernel';
import {
  type BlockChecksum,
  type FirmwareInspection,
  type FirmwareReading,
  inspectFirmware,
  type RepairedFile,
  type RepairWish,
  repairFirmware,
} from '@baylink/protocols/firmware';
import { type FileToLoad, type LoadedImage, loadImage } from '../staging/image.js';
import { describeOdx, type OdxDescription, type OdxQuestion } from './describe-odx.js';

interface Task<Question, Answer> {
  readonly question: Question;
  readonly answer: Answer;
}

/** What can be asked of a stranger's file: the question beside it, and the answer. Plain data, both cross a process. */
export interface Tasks {
  readonly loadImage: Task<Omit<FileToLoad, 'bytes'>, LoadedImage>;
  readonly inspectFirmware: Task<
    { readonly blocks: readonly BlockChecksum[]; readonly reading: FirmwareReading },
    FirmwareInspection
  >;
  readonly repairFirmware: Task<RepairWish, RepairedFile>;
  readonly describeOdx: Task<OdxQuestion, OdxDescription>;
}

export type TaskName = keyof Tasks;
export type Question<N extends TaskName> = Tasks[N]['question'];
export type Answer<N extends TaskName> = Tasks[N]['answer'];

/** Each reads the whole file or gives one sentence. None of them looks at anything but its arguments. */
export const TASKS: {
  readonly [N in TaskName]: (file: Uint8Array, question: Question<N>) => Result<Answer<N>, string>;
} = {
  loadImage: (bytes, question) => loadImage({ ...question, bytes }),
  inspectFirmware,
  repairFirmware,
  describeOdx,
};
