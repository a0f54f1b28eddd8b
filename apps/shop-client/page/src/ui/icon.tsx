/** Drawn on a 16 x 16 grid. Always beside a word: a sign alone says nothing here. */
const PATHS = {
  holds: 'M3 8.5l3.2 3.2L13 4.8',
  refused: 'M4 4l8 8M12 4l-8 8',
  attention: 'M8 2.2l6.3 11.3H1.7zM8 6.5v3.2M8 11.6v.1',
  plain: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM8 7.3v3.7M8 4.9v.1',
} as const;

export type Tone = keyof typeof PATHS;

export function Icon({ name, size = 22 }: { name: Tone; size?: number }) {
  return (
    <svg viewBox="0 0 16 16" width={size} height={size} aria-hidden="true" focusable="false">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.8"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
