import type { ProgrammingPlan, Refusal } from '@baylink/contracts';
import { err, hex, ok, type Result, showHex } from '@baylink/kernel';
import type { ProgrammingProfile, TrustedPublisher, VehicleProfile } from '@baylink/safety';
import { type ImageReader, type LoadedImage, loadHere, readingOf } from '../staging/image.js';
import { publisherOf } from '../staging/publisher.js';
import type { Staging } from '../staging/staging.js';

export interface ImageSources {
  readonly staging: Staging;
  /** In this thread unless given. */
  readonly readImage?: ImageReader;
  readonly profile: VehicleProfile;
  /** Of the shop's policy; nobody unless given. */
  readonly publishers?: readonly TrustedPublisher[];
}

/** With the bytes that the unit and its software must have in common; a mark outside of the file stays away. */
function withMarks(image: LoadedImage, programming: ProgrammingProfile | undefined): LoadedImage {
  const marks = (programming?.marks ?? []).flatMap(({ name, address, length }) => {
    const home = image.segments.find(
      (one) => address >= one.address && address + length <= one.address + one.bytes.length,
    );
    const at = address - (home?.address ?? 0);
    return home === undefined ? [] : [[name, hex(home.bytes.subarray(at, at + length))] as const];
  });
  return marks.length === 0 ? image : { ...image, staged: { ...image.staged, marks: Object.fromEntries(marks) } };
}

/** The files that a job may write, read: the plan's own, and the maker's original where the plan names one. */
export interface JobFiles {
  readonly image: LoadedImage | undefined;
  readonly original: LoadedImage | undefined;
}

/** The images of the files that a plan names: staged whole, readable, and packed as its unit is programmed. */
export async function plannedFiles(plan: ProgrammingPlan, sources: ImageSources): Promise<Result<JobFiles, Refusal>> {
  const image = await plannedImage(plan.file, plan.target.unit, sources);
  if (!image.ok) return image;
  if (plan.original === undefined) return ok({ image: image.value, original: undefined });
  const original = await plannedImage(plan.original, plan.target.unit, sources);
  return original.ok ? ok({ image: image.value, original: original.value }) : original;
}

async function plannedImage(
  file: ProgrammingPlan['file'],
  target: number,
  { staging, readImage = loadHere, profile, publishers = [] }: ImageSources,
): Promise<Result<LoadedImage, Refusal>> {
  const bytes = await staging.read(file.sha256);
  if (!bytes.ok) return err({ rule: bytes.error.rule, sentence: bytes.error.sentence });
  if (bytes.value.length !== file.size) {
    const sentence = `The plan names ${file.size} bytes and the staged file has ${bytes.value.length}. Write the plan again.`;
    return err({ rule: 'STAGING-SIZE', sentence });
  }
  const publisher = await publisherOf(file, profile, publishers);
  if (publisher.kind === 'wrong') {
    const sentence = `The signature of the file's publisher is wrong: ${publisher.why}. Nothing was written; get the file and its signature again from the publisher.`;
    return err({ rule: 'FIRMWARE-SIGNATURE', sentence });
  }
  const image = await readImage({ sha256: file.sha256, bytes: bytes.value, reading: readingOf(file) });
  if (!image.ok) return err({ rule: 'FIRMWARE', sentence: image.error });
  const unit = profile.units.find((entry) => entry.address.logical === target);
  const wanted = unit?.programming?.dataFormat ?? 0;
  const signed = { ...image.value, staged: { ...image.value.staged, publisher } };
  if (image.value.dataFormat === wanted) return ok(withMarks(signed, unit?.programming ?? undefined));
  const sentence = `The file's bytes are packed as data format ${showHex(image.value.dataFormat)} and unit ${showHex(target, 4)} is programmed in ${showHex(wanted)}. Get the file in that format.`;
  return err({ rule: 'FIRMWARE-FORMAT', sentence });
}
