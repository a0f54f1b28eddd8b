import { fromHex, hex } from '@baylink/kernel';
import { blankFlash, dumpFlash, imprintFlash, type NonVolatile, type UnitProfile } from '@baylink/twin';
import { z } from 'zod';

const range = z.strictObject({ start: z.number().int().min(0), size: z.number().int().min(0) });

/** What stands in `UNIT.json`; the flash stands beside it in `UNIT.flash`, byte for byte. */
const Document = z.strictObject({
  format: z.literal('baylink-unit-1'),
  values: z.record(z.string().regex(/^[0-9a-f]{4}$/), z.string().regex(/^([0-9a-f]{2})*$/)),
  dtcs: z.array(
    z.strictObject({
      code: z.number().int().min(0).max(0xffffff),
      status: z.number().int().min(0).max(0xff),
      present: z.boolean(),
    }),
  ),
  failedAttempts: z.number().int().min(0),
  bricked: z.enum(['reset-in-erase', 'supply-lost-in-erase']).optional(),
  software: z
    .strictObject({
      blocks: z.array(range),
      verdict: z.enum(['unchecked', 'checked', 'installed']),
      former: z.array(z.strictObject({ blocks: z.array(range), memory: z.number().int() })).optional(),
    })
    .optional(),
});

export interface Stored {
  readonly json: string;
  readonly flash: Uint8Array | undefined;
}

export function encodeMemory({ values, dtcs, failedAttempts, bricked, software }: NonVolatile): Stored {
  const document: z.input<typeof Document> = {
    format: 'baylink-unit-1',
    values: Object.fromEntries([...values].map(([did, bytes]) => [did.toString(16).padStart(4, '0'), hex(bytes)])),
    dtcs: [...dtcs],
    failedAttempts,
    ...(bricked === undefined ? {} : { bricked }),
    ...(software === undefined ? {} : { software: keptOf(software) }),
  };
  return {
    json: `${JSON.stringify(document, undefined, 2)}\n`,
    flash: software === undefined ? undefined : dumpFlash(software.flash),
  };
}

type Software = NonNullable<NonVolatile['software']>;

/** All but the flash. */
const keptOf = ({ blocks, verdict, former }: Software): z.input<typeof Document>['software'] => ({
  blocks: [...blocks],
  verdict,
  ...(former === undefined ? {} : { former: former.map((one) => ({ ...one, blocks: [...one.blocks] })) }),
});

/** The unit as it was stored, or a few words about what is wrong with it. */
export function decodeMemory(profile: UnitProfile, { json, flash }: Stored): NonVolatile | string {
  const parsed = Document.safeParse(parseJson(json));
  if (!parsed.success) return z.prettifyError(parsed.error).split('\n')[0] ?? 'is not a stored unit';
  const { values, dtcs, failedAttempts, bricked, software } = parsed.data;
  const base = {
    values: new Map(
      Object.entries(values).map(([did, text]) => [Number.parseInt(did, 16), fromHex(text) ?? new Uint8Array()]),
    ),
    dtcs,
    failedAttempts,
    bricked,
  };
  if (profile.memory === undefined) return { ...base, software: undefined };
  if (software === undefined || flash?.length !== profile.memory.size)
    return `has no flash of ${profile.memory.size} bytes beside it`;
  const imprinted = imprintFlash(blankFlash(profile.memory), profile.memory.start, flash);
  return imprinted.ok
    ? { ...base, software: { flash: imprinted.value, ...software } }
    : 'has a flash that does not fit the unit';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
