#!/usr/bin/env node
import { existsSync } from 'node:fs';

const entry = new URL('../dist/main.js', import.meta.url);
if (!existsSync(entry)) {
  console.error('baylink: this checkout is not built yet; run `npm ci && npm run build` first.');
  process.exit(2);
}
await import(entry.href);
