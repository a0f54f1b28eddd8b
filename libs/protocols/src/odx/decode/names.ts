import { childrenNamed, childText, descend, type XmlElement } from '../../xml/index.js';
import type { OdxLayer } from '../layer/layer.js';
import { titleOf } from '../layer/references.js';

/** SID of ReadDataByIdentifier and WriteDataByIdentifier. (ISO 14229-1 11.2, 11.7) */
const BY_IDENTIFIER = new Set([0x22, 0x2e]);

/** Names of the data identifiers that services of the layer read or write. */
export function didNames(layer: OdxLayer): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  for (const service of layer.services.values()) {
    const request = layer.references.follow(descend(service, 'REQUEST-REF'));
    const [sid, did] = childrenNamed(descend(request, 'PARAMS'), 'PARAM').map(constantOf);
    if (sid?.bits !== 8 || did?.bits !== 16 || !BY_IDENTIFIER.has(sid.value)) continue;
    if (!names.has(did.value)) names.set(did.value, titleOf(service));
  }
  return names;
}

const ROUTINE_CONTROL = 0x31;

/** Names of the routines that services of the layer start, stop or ask for results. (ISO 14229-1 14.2) */
export function routineNames(layer: OdxLayer): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  for (const service of layer.services.values()) {
    const request = layer.references.follow(descend(service, 'REQUEST-REF'));
    const [sid, kind, rid] = childrenNamed(descend(request, 'PARAMS'), 'PARAM').map(constantOf);
    if (sid?.value !== ROUTINE_CONTROL || kind?.bits !== 8 || rid?.bits !== 16) continue;
    if (!names.has(rid.value)) names.set(rid.value, titleOf(service));
  }
  return names;
}

/** Texts of the trouble codes of all DTC-DOPs of the layer. */
export function dtcNames(layer: OdxLayer): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  for (const object of layer.objects.values()) {
    if (object.name !== 'DTC-DOP') continue;
    for (const entry of descend(object, 'DTCS')?.children ?? []) {
      const dtc = entry.name === 'DTC-REF' ? layer.references.follow(entry) : entry;
      const code = Number(childText(dtc, 'TROUBLE-CODE') ?? Number.NaN);
      if (Number.isInteger(code)) names.set(code, childText(dtc, 'TEXT') ?? titleOf(dtc));
    }
  }
  return names;
}

function constantOf(param: XmlElement): { readonly value: number; readonly bits: number } | undefined {
  const value = Number(childText(param, 'CODED-VALUE') ?? Number.NaN);
  const bits = Number(childText(descend(param, 'DIAG-CODED-TYPE'), 'BIT-LENGTH'));
  return Number.isInteger(value) ? { value, bits } : undefined;
}
