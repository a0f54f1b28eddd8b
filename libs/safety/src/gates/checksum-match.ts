import { showHex } from '@baylink/kernel';
import { memoryFault } from '../plan/memory-map.js';
import { answersOf } from './answer.js';
import { misfitOf } from './file-and-unit.js';
import type { Gate } from './gate.js';
import { publisherFault, publisherWords } from './publisher.js';

const { yes, no } = answersOf('CHECKSUM_MATCH');

/** What will be written is what the plan names, fits into the unit, and is for this hardware. */
export const checksumMatch: Gate = ({ image, identity }, { plan, profile }) => {
  if (plan.kind === 'coding')
    return yes({
      measured: `${plan.writes.length} values`,
      wanted: 'values inside the signed plan',
      sentence: 'Coding carries no file: its values are part of the signed plan.',
    });
  const wanted = `${plan.file.sha256.slice(0, 16)}…, ${plan.file.size} bytes`;
  if (!image.known)
    return no(1, {
      measured: 'no file',
      wanted,
      sentence: `The file is not there yet: ${image.why}. Wait until it has been staged completely.`,
    });
  const { fileDigest, fileSize, segments, hardware, software, publisher } = image.value;
  const measured = `${fileDigest.slice(0, 16)}…, ${fileSize} bytes`;
  if (fileDigest !== plan.file.sha256 || fileSize !== plan.file.size)
    return no(2, {
      measured,
      wanted,
      sentence: 'The file on the shop’s disk is not the one that the plan names: have it sent again.',
    });
  const unit = profile.units.find(({ address }) => address.logical === plan.target.unit);
  const fault = memoryFault(segments, unit);
  if (fault !== undefined) return no(3, { measured: fault.measured, wanted: fault.wanted, sentence: fault.sentence });
  if (!identity.known || (hardware !== null && hardware !== identity.value.hardware))
    return no(4, {
      measured: `file for hardware ${hardware ?? 'unnamed'}`,
      wanted: identity.known ? `hardware ${identity.value.hardware}` : 'a unit whose hardware id has been read',
      sentence: `The file is for hardware ${hardware ?? 'that it does not name'} and unit ${showHex(plan.target.unit, 4)} is ${identity.known ? identity.value.hardware : 'not identified'}: choose the file for this hardware.`,
    });
  const doubt = publisherFault(publisher, profile);
  if (doubt !== undefined)
    return no(doubt.rule, {
      measured: doubt.measured,
      wanted: 'a file signed by its publisher',
      sentence: `The file is not written: ${doubt.why}. Get the file and its signature again from its publisher.`,
    });
  if (plan.expectSoftware !== undefined && software !== null && software !== plan.expectSoftware)
    return no(6, {
      measured: `software ${software}`,
      wanted: `software ${plan.expectSoftware}`,
      sentence: `The file holds software ${software} and the plan expects ${plan.expectSoftware}: the expert has to correct one of them.`,
    });
  const misfit = unit && misfitOf(image.value, plan, unit, identity.value.marks ?? {});
  if (misfit !== undefined)
    return no(misfit.rule, { measured: misfit.measured, wanted: misfit.wanted, sentence: misfit.sentence });
  return yes({
    measured,
    wanted,
    sentence: `The file is the one of the plan, fits the unit’s memory and its hardware; ${publisherWords(publisher)}.`,
  });
};
