import { ok } from '@baylink/kernel';
import type { LinkKind } from '../link-kind.js';
import { loadSimScript, openSimLink } from '../sim-link.js';

/** The sample car inside this process. */
export const simKind: LinkKind = {
  form: 'sim:SCRIPT',
  parse(path) {
    const script = loadSimScript(path);
    if (!script.ok) return script;
    return ok({ place: { script: script.value }, make: (parts) => openSimLink({ script: script.value, ...parts }) });
  },
};
