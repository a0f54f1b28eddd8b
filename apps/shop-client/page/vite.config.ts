import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

/** Built from the libraries' sources. Nothing inline and no data URLs: the server's policy is `default-src 'self'`. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react()],
  resolve: { conditions: ['@baylink/source', ...defaultClientConditions] },
  build: {
    outDir: fileURLToPath(new URL('../dist-page', import.meta.url)),
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
