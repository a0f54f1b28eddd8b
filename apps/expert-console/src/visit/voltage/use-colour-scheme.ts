import { useSyncExternalStore } from 'react';

const dark = () => matchMedia('(prefers-color-scheme: dark)');

export function useColourScheme(): 'light' | 'dark' {
  return useSyncExternalStore(
    (changed) => {
      const query = dark();
      query.addEventListener('change', changed);
      return () => query.removeEventListener('change', changed);
    },
    () => (dark().matches ? 'dark' : 'light'),
  );
}
