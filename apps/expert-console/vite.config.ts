import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

/** The libraries are bundled from their sources: no build comes before this one. No inline scripts, styles or data URLs. */
export default defineConfig({
  base: './',
  plugins: [react()],
  resolve: { conditions: ['@baylink/source', ...defaultClientConditions] },
  worker: { format: 'es' },
  build: { target: 'es2023', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  server: { proxy: { '/v1': 'http://127.0.0.1:8080', '/socket.io': { target: 'http://127.0.0.1:8080', ws: true } } },
});
