import { Option } from 'commander';

/** What every `baylink expert` command is told: whose key, at which broker. */
export interface DeskOptions {
  readonly dir: string;
  readonly broker: string;
  readonly json?: true;
}

export const deskOptions = (): readonly Option[] => [
  new Option('--dir <folder>', 'the expert’s key and certificate').default('./baylink-expert'),
  new Option('--broker <url>', 'the broker').default('http://127.0.0.1:8080'),
  new Option('--json', 'the result as JSON, one document a line'),
];

/** Which visit a command works in. */
export interface VisitChoice {
  readonly case?: string;
  readonly visit?: string;
  readonly shop?: string;
  readonly keepOpen?: true;
}

export const visitOptions = (): readonly Option[] => [
  new Option('--case <id>', 'the case; not needed when only one is open'),
  new Option('--visit <id>', 'go back into this open visit').conflicts('case'),
  new Option('--shop <thumbprint>', 'the shop key that you expect, as the bay screen shows it'),
  new Option('--keep-open', 'leave the visit open at the end'),
];
