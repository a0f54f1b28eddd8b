import { existsSync } from 'node:fs';
import { uptime } from 'node:os';
import { fileURLToPath } from 'node:url';
import { err, ok, type Result } from '@baylink/kernel';
import { systemChance, systemClock } from '@baylink/kernel/system';
import { traced } from '@baylink/transport-vehicle/tracer';
import { BayDesk } from './bay/bay-desk.js';
import { bayToken } from './bay/bay-server.js';
import { ScreenProcess } from './bay/process/screen-process.js';
import { screenCalls } from './bay/screen-calls.js';
import { sleepCountingClock } from './facts/sleep-counting-clock.js';
import { keptInstead } from './keeper/kept-instead.js';
import { NewsDesk } from './keeper/news.js';
import { Shop } from './shop.js';
import { parseShopOptions, type ShopOptions } from './shop-options.js';
import { openFileTap } from './tap/file-tap.js';
import { openTraceFile } from './trace/file-trace.js';

export interface RunningShop {
  /** The bay screen's link, token in its fragment. */
  readonly bay: string;
  readonly thumbprint: string;
  /** One sentence for every wish of the policy that would have loosened the profile and was ignored. */
  readonly notices: readonly string[];
  close(): Promise<void>;
}

/** The built page of the bay screen. */
const PAGE = fileURLToPath(new URL('../dist-page', import.meta.url));

/** A shop client with its bay screen, on this process's own clock and chance; or one sentence why there is none. */
export async function runShop(options: ShopOptions): Promise<Result<RunningShop, string>> {
  const settings = await parseShopOptions(options);
  if (!settings.ok) return settings;
  if (!existsSync(PAGE)) return err(`The bay screen is not built (${PAGE} is missing); run: npm run build`);
  const clock = sleepCountingClock(systemClock(), uptime);
  const chance = systemChance();
  let tell = (sentence: string): void => console.error(sentence);
  const tap = options.tap === undefined ? ok(undefined) : openFileTap(options.tap, clock, (sentence) => tell(sentence));
  const trace = options.trace === undefined ? ok(undefined) : openTraceFile(options.trace);
  const unusable = [...settings.value.unusable, ...[tap, trace].flatMap((found) => (found.ok ? [] : [found.error]))];
  const write = trace.ok ? trace.value?.line : undefined;
  const { link } = settings.value;
  const news = new NewsDesk();
  const { tap: tapFile, ...where } = options;
  const held = keptInstead(link, tap.ok && tapFile !== undefined ? { ...where, tap: tapFile } : where, news.hear);
  const make: typeof link.make = (parts) => (write ? traced(held.make(parts), write, clock) : held.make(parts));
  const used = { ...settings.value, unusable, link: { ...link, make } };
  const started = await Shop.start(used, clock, chance, tap.ok ? tap.value : undefined, news);
  if (!started.ok) return started;
  const shop = started.value;
  tell = (sentence) => shop.alarms.raise(sentence);
  const { bayHost: host, bayPort: port } = options;
  const calls = screenCalls(new BayDesk(shop), clock, chance);
  const token = bayToken(chance);
  const screen = { host, page: PAGE, token, calls, clock, hearDeath: tell };
  const wanted = await ScreenProcess.start({ ...screen, port });
  // The unit that is half written does not wait for a port.
  const bay = wanted.ok || !shop.jobs.running() ? wanted : await ScreenProcess.start({ ...screen, port: 0 });
  if (!bay.ok) {
    await shop.close();
    return bay;
  }
  return ok({
    bay: bay.value.url,
    thumbprint: shop.signer.thumbprint,
    notices: [...shop.problems(), ...(wanted.ok ? [] : [wanted.error]), ...settings.value.notices],
    async close() {
      await bay.value.close();
      await shop.close();
      if (tap.ok) tap.value?.close();
      if (trace.ok) trace.value?.close();
    },
  });
}
