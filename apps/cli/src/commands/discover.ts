import { Command } from 'commander';
import { exitCodes } from '../exit-codes.table.js';
import { explain, Stop, tell, tellJson } from '../say.js';

interface Options {
  readonly doip: string | false;
  readonly json?: true;
}

/** `baylink discover`: what is plugged in, what it is, and what it can. Nothing is sent to a car but the DoIP question who is there. */
export const discoverCommand = (): Command =>
  new Command('discover')
    .description('what is plugged in: names each adapter, lets it test itself, says what it can and cannot do')
    .argument(
      '[places...]',
      'serial ports, tcp:HOST:PORT or j2534:LIBRARY; without any, every serial port that the system knows and every pass-thru library that is installed (Windows)',
    )
    .option('--doip <address>', 'whom to ask for DoIP entities, an address or a broadcast address', '255.255.255.255')
    .option('--no-doip', 'ask nobody')
    .option('--json', 'one JSON line a finding')
    .action(async (places: readonly string[], { doip, json }: Options) => {
      const { discover } = await import('@baylink/shop-client');
      const found = await discover({ places, doip: doip === false ? undefined : doip });
      if (!found.ok) throw new Stop(exitCodes.usage, found.error);
      const { findings, notes } = found.value;
      for (const note of notes) explain(note);
      for (const finding of findings) {
        if (json) tellJson({ event: 'found', ...finding });
        else tell(shown(finding));
      }
      if (!findings.some(({ link }) => link !== null))
        throw new Stop(
          exitCodes.failed,
          'Nothing was found that leads to a car: plug an adapter in, or name its port.',
        );
    });

interface Shown {
  readonly place: string;
  readonly link: string | null;
  readonly name: string;
  readonly sentences: readonly string[];
}

const shown = ({ place, link, name, sentences }: Shown): string =>
  [`${place}: ${name}`, ...(link === null ? [] : [`  --link ${link}`]), ...sentences.map((line) => `  ${line}`)].join(
    '\n',
  );
