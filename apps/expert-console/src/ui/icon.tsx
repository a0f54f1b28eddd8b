/** Drawn on a 16 x 16 grid with a 1.6 stroke. Always beside a word: an icon alone says nothing here. */
const PATHS = {
  holds: 'M3 8.5l3.2 3.2L13 4.8',
  refused: 'M4 4l8 8M12 4l-8 8',
  attention: 'M8 2.2l6.3 11.3H1.7zM8 6.5v3.2M8 11.6v.1',
  plain: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM8 7.3v3.7M8 4.9v.1',
  diagnostics: 'M1.5 8h3l2-4.5 3 9 2-4.5h3',
  coding: 'M2 4.5h7M12 4.5h2M9 2.5v4M2 11.5h2M7 11.5h7M5.5 9.5v4',
  programming: 'M8 1.8v7.4M4.8 6.2L8 9.4l3.2-3.2M2.5 11v3h11v-3',
  supervision:
    'M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM8 6.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6z',
  key: 'M5 8.2a3 3 0 1 0 0 .1zM8 8h6.5M12 8v2.6',
  back: 'M10 3L5 8l5 5',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
