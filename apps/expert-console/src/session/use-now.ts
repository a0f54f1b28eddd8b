import { useEffect, useState } from 'react';

/** The wall clock, read again every `every` milliseconds: enough for "expired" and "3 s ago". */
export function useNow(wall: () => number, every = 1000): number {
  const [now, setNow] = useState(wall);
  useEffect(() => {
    const timer = setInterval(() => setNow(wall()), every);
    return () => clearInterval(timer);
  }, [wall, every]);
  return now;
}
