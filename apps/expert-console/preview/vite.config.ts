import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

/** The console over invented data, for looking at it: `npx vite --config preview/vite.config.ts`. */
export default defineConfig({
  root: import.meta.dirname,
  cacheDir: '../../../node_modules/.vite/expert-console-preview',
  plugins: [react()],
  resolve: { conditions: ['@baylink/source', ...defaultClientConditions] },
  worker: { format: 'es' },
  server: { fs: { allow: ['../../..'] } },
});
