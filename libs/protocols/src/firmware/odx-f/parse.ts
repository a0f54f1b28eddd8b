import { type Err, err, ok, type Result } from '@baylink/kernel';
import { type OdxDocument, readOdx } from '../../odx/document/document.js';
import { openPdx } from '../../odx/document/pdx.js';
import { childrenNamed, childText, descend, type XmlElement } from '../../xml/index.js';
import { Assembly } from '../assembly.js';
import type { FirmwareError, FirmwareImage, FirmwareLimits, FirmwareSegment } from '../image.js';
import type { FirmwareReading } from '../parse.js';
import { damagedFile } from '../refusal.js';
import { sessionChecks } from './checksums.js';
import { blockContent } from './datablock.js';
import { type FileOf, readFlashData } from './flash-data.js';
import { chooseSession, type FlashSession, type NoSession } from './session.js';

type Read = Result<FirmwareImage, FirmwareError>;

/** An ODX-F document alone: it has to hold its data itself. (ISO 22901-1, FLASH) */
export function parseOdxF(file: Uint8Array, limits: FirmwareLimits, reading: FirmwareReading): Read {
  const document = readOdx(file);
  if (!document.ok) return damagedFile('container', document.error);
  const alone: FileOf = () => err('names a data file beside it; give the whole PDX archive');
  return readImage([document.value], alone, limits, reading);
}

/** A PDX archive with an ODX-F document and its data files. */
export function parsePdx(file: Uint8Array, limits: FirmwareLimits, reading: FirmwareReading): Read {
  const pdx = openPdx(file, (name) => /\.odx(-f)?$/i.test(name));
  if (!pdx.ok) return damagedFile('container', pdx.error);
  return readImage(pdx.value.documents, pdx.value.file, limits, reading);
}

function readImage(
  documents: readonly OdxDocument[],
  fileOf: FileOf,
  limits: FirmwareLimits,
  { session: wanted }: FirmwareReading,
): Read {
  const session = chooseSession(documents, wanted);
  if (!session.ok) return notChosen(session.error);
  const assembly = new Assembly(limits, 'segment');
  let dataFormat: number | undefined;
  const source: FirmwareSegment[] = [];
  let segments = 0;
  for (const block of session.value.datablocks) {
    const flashdata = session.value.flashdatas.get(descend(block, 'FLASHDATA-REF')?.attributes.get('ID-REF') ?? '');
    if (flashdata === undefined) return damagedFile('container', 'has a DATABLOCK whose FLASHDATA is not in it');
    const data = readFlashData(flashdata, fileOf, limits);
    const content = data.ok ? blockContent(block, data.value) : data;
    if (!content.ok) return damagedFile('container', content.error);
    if (content.value.dataFormat !== (dataFormat ?? content.value.dataFormat))
      return damagedFile('container', 'packs its data blocks in different ways');
    dataFormat = content.value.dataFormat;
    source.push(...content.value.source);
    for (const { address, bytes } of content.value.segments) {
      const added = assembly.add(address, bytes, ++segments);
      if (!added.ok) return added;
    }
  }
  const whole = assembly.finish();
  if (!whole.ok) return whole;
  const checks = sessionChecks(session.value.session, inOrder(source), dataFormat ?? 0);
  if (!checks.ok) return damagedFile('checksum', checks.error);
  return ok({
    format: 'odx-f',
    segments: whole.value,
    records: segments,
    checks: checks.value,
    dataFormat: dataFormat ?? 0,
    labels: labelsOf(session.value),
  });
}

/** A file that leaves a choice is not damaged: it is not to be got again, one of its sessions is to be named. */
function notChosen({ kind, what, choices }: NoSession): Err<FirmwareError> {
  if (kind === 'container') return damagedFile(kind, what);
  return err({ kind, choices, message: `The firmware file ${what}.` });
}

/** Identities as the file gives them: what it is, and what it wants to find. */
function labelsOf({ name, session, datablocks }: FlashSession): Readonly<Record<string, string>> {
  const labels: [string, string][] = [['session', name]];
  for (const ident of childrenNamed(descend(session, 'EXPECTED-IDENTS'), 'EXPECTED-IDENT'))
    labels.push([
      `expects ${nameOf(ident)}`,
      childrenNamed(descend(ident, 'IDENT-VALUES'), 'IDENT-VALUE')
        .map(({ text }) => text)
        .join(', '),
    ]);
  for (const block of datablocks)
    for (const ident of childrenNamed(descend(block, 'OWN-IDENTS'), 'OWN-IDENT'))
      labels.push([`is ${nameOf(ident)}`, childText(ident, 'IDENT-VALUE') ?? '']);
  return Object.fromEntries(labels.slice(0, MOST_LABELS).map(([key, value]) => [key, value.slice(0, 200)]));
}

const inOrder = (segments: readonly FirmwareSegment[]) => [...segments].sort((a, b) => a.address - b.address);

const MOST_LABELS = 64;
const nameOf = (element: XmlElement) => childText(element, 'SHORT-NAME') ?? '';
