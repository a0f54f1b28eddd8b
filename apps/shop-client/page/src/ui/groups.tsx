import { Foreign } from './foreign.js';

/** A key's name in groups of four, as two people compare it. Capital and small letters differ. */
export function Groups({ of, testId }: { of: string; testId?: string }) {
  const groups = of.match(/.{1,4}/g) ?? [];
  return (
    <p className="groups" data-testid={testId}>
      {groups.map((group, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a group is its place in the name
        <span key={index}>
          <Foreign text={group} />
        </span>
      ))}
    </p>
  );
}
