import type { Chapter } from '../../story/chapter.js';
import { VIN } from '../../story/stage.js';

const EXPECTED = ['gateway', 'engine', 'body'];

/** Diagnosis comes first: every unit that is within reach, who it says it is. */
export const scan: Chapter = {
  id: 'scan',
  title: 'Full scan',
  kind: 'road',
  async play({ account, ada }) {
    const lines = await ada.must(['scan']);
    const units = lines.filter(({ event }) => event === 'unit');
    for (const { name, partNumber, hardware, software, vin } of units)
      account.tell('car', `${name}: ${partNumber}, hardware ${hardware}, software ${software}, VIN ${vin}`);
    const missing = EXPECTED.find((name) => !units.some((unit) => unit.name === name && unit.vin === VIN));
    if (missing !== undefined) throw new Error(`the scan did not find the ${missing} unit with VIN ${VIN}`);
    return `${units.length} units of ${VIN} were found.`;
  },
};
