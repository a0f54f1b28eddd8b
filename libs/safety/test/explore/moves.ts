import { err, ok, wallMillis } from '@baylink/kernel';
import { digestBackup, isOver, type JobEvent } from '../../src/index.js';
import { acknowledgementAt } from '../samples.js';
import { ANSWERS, codingAfter, outcomeOf } from './answers.js';
import { FACTS, type FactsClass } from './facts.js';
import { keyOf } from './key.js';
import { crash, feed, type Node, type Step } from './node.js';
import { recalls, worseRecalls } from './recalls.js';
import { NEW, OLD } from './small-jobs.js';

/** One thing that can happen next. A deviation is anything but the best that could happen. */
export interface Move {
  readonly name: string;
  readonly facts: FactsClass;
  readonly deviation: boolean;
  readonly take: () => Step | undefined;
}

const LATER = 16 * 60_000;

/** Everything that can happen to a job here: every class of answer, every class of facts, every person, every death. */
export function movesOf(node: Node): readonly Move[] {
  const best = bestOf(node);
  return [
    ...best.map((event) => (event.event.kind === 'tick' ? waiting(node, event) : move(node, event))),
    ...best.flatMap((event) =>
      FACTS.filter((facts) => facts !== 'good').map((facts) => move(node, event, true, facts)),
    ),
    ...worseOf(node).map((event) => move(node, event, true)),
    ...anytime(node).map((event) => move(node, event, true)),
    ...lateTick(node),
    ...deaths(node),
  ];
}

export interface Named {
  readonly name: string;
  readonly event: JobEvent;
  readonly at?: number;
  /** The unit has done what it was asked, whatever it has answered. */
  readonly carriedOut?: boolean;
  /** The unit has answered while nobody but the keeper was there. */
  readonly meanwhile?: Node['downloads'];
}

const move = (
  before: Node,
  { name, event, at, carriedOut = false, meanwhile = before.downloads }: Named,
  deviation = false,
  facts: FactsClass = 'good',
): Move => ({
  name: facts === 'good' ? name : `${name}, ${facts}`,
  facts,
  deviation,
  take: () => {
    const request = before.asked?.kind === 'send' ? before.asked.verdict.bytes : undefined;
    const coding = carriedOut && request !== undefined ? codingAfter(before.coding, request) : before.coding;
    return feed({ ...before, coding, downloads: meanwhile }, event, facts, Math.max(before.now, at ?? before.now + 5));
  },
});

/** Looks again and again, as long as nothing but the time changes. */
const LOOKS = 5_000;

const waiting = (node: Node, named: Named): Move => ({
  ...move(node, named),
  take: () => {
    const key = keyOf(node);
    let step = move(node, named).take();
    for (let look = 0; step !== undefined && look < LOOKS; look++) {
      const { awaits } = step.node.job;
      if (awaits.for !== 'time' || keyOf(step.node) !== key) break;
      const next = move(step.node, { ...named, at: awaits.until }).take();
      step = next && { ...next, out: [...step.out, ...next.out] };
    }
    return step;
  },
});

/** What happens when nothing is wrong. */
function bestOf(node: Node): readonly Named[] {
  const { job, asked } = node;
  const { awaits } = job;
  if (isOver(job) && awaits.for !== 'journal') return [];
  switch (awaits.for) {
    case 'ever':
      return job.phase.task === 'drafting' && node.durable.length === 0
        ? [{ name: 'start', event: { kind: 'start', wall: wallMillis(1_500_000) } }]
        : [{ name: 'recovered', event: { kind: 'recovered' } }];
    case 'journal':
      return [{ name: 'journalled', event: { kind: 'journalled', seq: awaits.seq } }];
    case 'answer':
      return [answer(node, 'right')].flat();
    case 'block':
      return asked?.kind === 'need-block'
        ? [{ name: 'block', event: { kind: 'block', id: asked.id, bytes: page(asked) } }]
        : [];
    case 'recall':
      return recalls(node, awaits.id);
    case 'backup': {
      const digest = node.backup === undefined ? '' : digestBackup(node.backup);
      return [{ name: 'backup stored', event: { kind: 'backup-stored', digest, places: places(digest) } }];
    }
    case 'rehearsal':
      return rehearsed(node, true);
    case 'drill':
      return drilled(node);
    case 'time':
      if (job.phase.task === 'confirming') return [{ name: 'confirmed', event: { kind: 'technician-confirms' } }];
      if (job.link === 'down') return [{ name: 'link back', event: { kind: 'link-back' } }];
      return job.phase.task === 'agreeing'
        ? [agreement(node)]
        : [{ name: 'time', event: { kind: 'tick' }, at: awaits.until }];
    case 'nothing':
      return [];
  }
}

type NeedBlock = Extract<Node['asked'], { kind: 'need-block' }>;
const page = ({ image, segment, offset, length }: NeedBlock): Uint8Array =>
  ((image === 'new' ? NEW : OLD)[segment] ?? new Uint8Array()).slice(offset, offset + length);

const places = (digest: string) => ['shop-disk', 'broker'].map((medium) => ({ medium, digest }));

const answer = ({ job, asked, coding }: Node, kind: (typeof ANSWERS)[number]): readonly Named[] =>
  job.awaits.for === 'answer' && asked?.kind === 'send'
    ? [
        {
          name: `answer ${kind}`,
          event: { kind: 'answer', id: job.awaits.id, outcome: outcomeOf(kind, asked.verdict.bytes, job, coding) },
          carriedOut: kind === 'right' || kind === 'timeout',
        },
      ]
    : [];

/**
 * How late the right answer has to be to change something: a number of blocks may not stay unrecorded for longer, and a
 * session that nobody keeps has lapsed. (JOB-R27, JOB-R65)
 */
const SLOW: Readonly<Partial<Record<Node['job']['phase']['task'], number>>> = { transferring: 1_500, returning: 6_000 };

function slow(node: Node): readonly Named[] {
  const late = SLOW[node.job.phase.task];
  if (late === undefined) return [];
  return answer(node, 'right').map((named) => ({ ...named, name: 'answer right, slowly', at: node.now + late }));
}

function rehearsed({ job, asked }: Node, held: boolean): readonly Named[] {
  if (job.awaits.for !== 'rehearsal' || asked?.kind !== 'rehearse') return [];
  const { brief, backup } = asked.task;
  const scenes = [{ scene: 'the plan as it is', held, sentence: 'It ended.' }];
  const outcome = ok({ twin: 'dd'.repeat(32), planDigest: brief.planDigest, backup: backup.digest, scenes });
  return [{ name: held ? 'rehearsed' : 'a scene did not hold', event: { kind: 'rehearsed', outcome } }];
}

function drilled({ backup, asked }: Node): readonly Named[] {
  if (asked?.kind !== 'drill-restore' || backup === undefined) return [];
  return [{ name: 'drilled', event: { kind: 'drilled', outcome: ok({ places: places(asked.digest), backup }) } }];
}

function agreement({ job, now, counter, lives }: Node, used = false): Named {
  const backupGrade = job.evidence.backup.known ? job.evidence.backup.value.grade : 'C';
  const given = acknowledgementAt(now + 5, used ? job.usedCounter : Math.max(counter, job.usedCounter) + 1);
  const acknowledgement = { ...given, backupGrade, bootId: lives === 1 ? 'boot-1' : `boot-${lives}` };
  return { name: used ? 'agreed with a used counter' : 'agreed', event: { kind: 'acknowledged', acknowledgement } };
}

const RECOVERED_IN_PART: JobEvent = {
  kind: 'recovered',
  hold: { why: 'Neither file nor backup can be read.', next: 'Bring one of them back, then press continue.' },
};

/** Every other thing that may come in place of it. */
function worseOf(node: Node): readonly Named[] {
  const { job, asked } = node;
  const { awaits } = job;
  const tick: readonly Named[] = 'until' in awaits ? [{ name: 'time', event: { kind: 'tick' }, at: awaits.until }] : [];
  switch (awaits.for) {
    case 'journal':
      return [{ name: 'journal failed', event: { kind: 'journal-failed', seq: awaits.seq, why: 'EIO' } }, ...tick];
    case 'answer':
      return [
        ...ANSWERS.filter((kind) => kind !== 'right').flatMap((kind) => answer(node, kind)),
        ...slow(node),
        ...tick,
      ];
    case 'block': {
      if (asked?.kind !== 'need-block') return tick;
      const rotten = page(asked).map((byte) => byte ^ 1);
      return [
        { name: 'block rotten', event: { kind: 'block', id: asked.id, bytes: rotten } },
        { name: 'block failed', event: { kind: 'block-failed', id: asked.id, why: 'EIO' } },
        ...tick,
      ];
    }
    case 'recall':
      return [...worseRecalls(node, awaits.id), ...tick];
    case 'backup':
      return [
        {
          name: 'backup stored otherwise',
          event: { kind: 'backup-stored', digest: '00'.repeat(32), places: places('00'.repeat(32)) },
        },
        {
          name: 'backup in one place',
          event: {
            kind: 'backup-stored',
            digest: node.backup === undefined ? '' : digestBackup(node.backup),
            places: [],
          },
        },
        { name: 'backup failed', event: { kind: 'backup-failed', why: 'full' } },
        ...tick,
      ];
    case 'rehearsal':
      return [
        ...rehearsed(node, false),
        { name: 'no rehearsal', event: { kind: 'rehearsed', outcome: err('there was none') } },
        ...tick,
      ];
    case 'drill':
      return [{ name: 'no drill', event: { kind: 'drilled', outcome: err('a copy is gone') } }, ...tick];
    case 'time':
      return job.phase.task === 'agreeing' ? [agreement(node, true), ...tick] : tick;
    case 'ever':
      if (job.phase.task === 'held') return [{ name: 'continued', event: { kind: 'technician-continues' } }];
      return node.lives > 1 ? [{ name: 'recovered, and something is missing', event: RECOVERED_IN_PART }] : [];
    case 'nothing':
      return isOver(job) && job.phase.task === 'held'
        ? [{ name: 'continued', event: { kind: 'technician-continues' } }]
        : [];
  }
}

/** What people, unit and link do at any time. */
const anytime = ({ job }: Node): readonly Named[] =>
  isOver(job)
    ? []
    : [
        { name: 'technician stops', event: { kind: 'technician-stop' } },
        { name: 'expert stops', event: { kind: 'expert-stop' } },
        { name: 'unit reset', event: { kind: 'unit-reset', why: 'The unit has started again.' } },
        ...(job.link === 'up'
          ? [{ name: 'link lost', event: { kind: 'link-lost', why: 'The link is gone.' } } as const]
          : []),
      ];

/** Patience, pauses and hand-shakes have limits of minutes. */
const lateTick = (node: Node): readonly Move[] =>
  node.job.awaits.for === 'time'
    ? [move(node, { name: 'much time', event: { kind: 'tick' }, at: node.now + LATER }, true)]
    : [];

/** The executor dies now; any prefix of what was not forced to the disk may have got there. */
const deaths = (node: Node): readonly Move[] =>
  node.durable.length + node.pending.length === 0
    ? []
    : Array.from({ length: node.pending.length + 1 }, (_, survive) => ({
        name: `death with ${survive} of ${node.pending.length}`,
        facts: 'good',
        deviation: true,
        take: () => crash(node, survive),
      }));
