import type { Result } from '@baylink/kernel';
import type { DiagnosticLink, LinkError } from '@baylink/transport-vehicle';

/** A real link whose confirmations are held back until told, and that counts how many messages it has at once. */
export function lateLink() {
  const held: (() => void)[] = [];
  const watch = { holding: false, atOnce: 0, most: 0, sends: [] as Uint8Array[] };
  const wrap = (link: DiagnosticLink): DiagnosticLink => ({
    kind: link.kind,
    open: () => link.open(),
    listen: (listener) => link.listen(listener),
    counters: () => link.counters(),
    certificate: () => link.certificate(),
    busy: () => link.busy(),
    close: () => link.close(),
    async send(target, bytes): Promise<Result<void, LinkError>> {
      watch.sends.push(bytes.slice());
      watch.atOnce += 1;
      watch.most = Math.max(watch.most, watch.atOnce);
      const sent = await link.send(target, bytes);
      if (watch.holding) await new Promise<void>((resolve) => held.push(resolve));
      watch.atOnce -= 1;
      return sent;
    },
  });
  const confirm = (): void => {
    for (const resolve of held.splice(0)) resolve();
  };
  return { wrap, watch, confirm };
}
