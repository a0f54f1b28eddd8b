/** One clear sentence on stderr, then the end with this exit code. */
export class Stop extends Error {
  constructor(
    readonly exitCode: number,
    readonly sentence: string,
  ) {
    super(sentence);
  }
}

/** A line of the command's result on stdout. */
export const tell = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** The same as one JSON document a line, for programs. */
export const tellJson = (value: unknown): void => tell(JSON.stringify(value));

/** Progress and explanations, on stderr: they never mix with results. */
export const explain = (line: string): void => {
  process.stderr.write(`${line}\n`);
};
