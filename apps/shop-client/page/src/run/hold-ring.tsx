const LENGTH = 100;

/** `part` from 0 to 1. Between two answers of the shop client the style sheet moves the ring. */
export function HoldRing({ part }: { part: number }) {
  return (
    <svg className="hold-ring" viewBox="0 0 48 48" aria-hidden="true" focusable="false">
      <circle className="hold-ring-track" cx="24" cy="24" r="20" fill="none" strokeWidth="7" />
      <circle
        className="hold-ring-fill"
        cx="24"
        cy="24"
        r="20"
        fill="none"
        strokeWidth="7"
        pathLength={LENGTH}
        strokeDasharray={`${LENGTH} ${2 * LENGTH}`}
        strokeDashoffset={LENGTH * (1 - Math.min(part, 1))}
        transform="rotate(-90 24 24)"
      />
    </svg>
  );
}
