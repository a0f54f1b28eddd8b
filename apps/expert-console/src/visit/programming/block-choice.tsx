import { showHex } from '@baylink/kernel';
import type { UnitProfile } from '@baylink/safety';
import { Field } from '../../ui/field.js';
import { Panel } from '../../ui/panel.js';

interface BlockChoiceProps {
  readonly profile: UnitProfile | undefined;
  readonly blocks: readonly string[];
  readonly onChange: (blocks: readonly string[]) => void;
}

/** Which memory blocks of the unit the plan writes: no other is touched. A unit with several is only programmed by name. */
export function BlockChoice({ profile, blocks, onChange }: BlockChoiceProps) {
  return (
    <Panel title="Memory blocks that are written" testId="blocks">
      {profile === undefined ? (
        <Field
          label="Names of blocks, with commas between them"
          value={blocks.join(', ')}
          hint="This console has no profile of the unit. Leave it empty for a unit with one block; the shop knows their names."
          onChange={(event) => onChange(namesIn(event.target.value))}
          data-testid="block-names"
        />
      ) : (
        <ul className="block-choice">
          {profile.memory.map(({ name, start, end }) => (
            <li key={name}>
              <label className="check">
                <input
                  type="checkbox"
                  checked={blocks.includes(name)}
                  onChange={({ target }) =>
                    onChange(target.checked ? [...blocks, name] : blocks.filter((one) => one !== name))
                  }
                  data-testid={`block-${name}`}
                />
                <span>
                  {name}, {showHex(start, 8)} to {showHex(end - 1, 8)}
                </span>
              </label>
            </li>
          ))}
        </ul>
      )}
      {profile !== undefined && profile.memory.length === 1 ? (
        <p className="small soft">The unit has one; naming it changes nothing.</p>
      ) : null}
    </Panel>
  );
}

const namesIn = (text: string): string[] => text.split(',').map((name) => name.trimStart());

/** As the plan has them: without what is still being typed. */
export const namedBlocks = (blocks: readonly string[]): string[] =>
  blocks.map((name) => name.trim()).filter((name) => name !== '');
