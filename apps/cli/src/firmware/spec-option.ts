import { type BlockChecksum, type ContainerRepair, parseChecksumSpec } from '@baylink/shop-client';
import { InvalidArgumentError } from 'commander';

/** A checksum that somebody names: one inside the image, or all of a container. */
export type Spec =
  | { readonly kind: 'block'; readonly block: BlockChecksum }
  | { readonly kind: 'container'; readonly name: ContainerRepair };

const CONTAINERS: readonly ContainerRepair[] = ['records', 'vbf'];

export const SPEC_FORM = 'one inside the image, as ALGORITHM:FIRST-LAST@PLACE[:little][:fill=FF]; may be repeated';
export const SPEC_OR_CONTAINER = `${SPEC_FORM}. "records": of each Intel HEX or S-record line; "vbf": of blocks and file`;

/** For an option that may be given again and again. */
export const collectSpec =
  (accepts: 'all' | 'blocks only') =>
  (text: string, before: readonly Spec[]): readonly Spec[] => {
    const name = CONTAINERS.find((known) => known === text);
    if (name !== undefined && accepts === 'all') return [...before, { kind: 'container', name }];
    if (name !== undefined) throw new InvalidArgumentError(`Those of "${name}" are always looked at; leave it away.`);
    const block = parseChecksumSpec(text);
    if (!block.ok) throw new InvalidArgumentError(block.error);
    return [...before, { kind: 'block', block: block.value }];
  };
