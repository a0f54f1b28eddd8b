import { millis, millivolts, volts } from '@baylink/kernel';
import { describe, expect, test } from 'vitest';
import { batteryDeadline, changeBattery, SAMPLE_BATTERY, terminalVoltage } from './battery.js';

const calm = { ...SAMPLE_BATTERY, ripple: millivolts(0) };
const at = millis;

describe('battery', () => {
  test.each([
    [0, 14_000],
    [500, 12_500],
    [1000, 11_000],
    [60_000, 11_000],
  ])('[TWN-R6] a ramp from 14 V to 11 V in a second shows after %i ms %i mV', (elapsed, expected) => {
    const start = changeBattery(calm, { kind: 'volts', level: volts(14) }, at(0));
    const ramp = changeBattery(start, { kind: 'ramp', level: volts(11), over: millis(1000) }, at(100));
    expect(terminalVoltage(ramp, at(100 + elapsed))).toBe(expected);
  });

  test('[TWN-R6] a ramp asks to be looked at until its end, a steady supply never', () => {
    const ramp = changeBattery(calm, { kind: 'ramp', level: volts(11), over: millis(1000) }, at(0));
    expect(batteryDeadline(ramp, at(10))).toBe(15);
    expect(batteryDeadline(ramp, at(998))).toBe(1000);
    expect(batteryDeadline(ramp, at(1000))).toBeUndefined();
    expect(batteryDeadline(calm, at(0))).toBeUndefined();
  });

  test('[TWN-R7] ripple swings by half of its peak-to-peak value both ways', () => {
    const rough = changeBattery(calm, { kind: 'ripple', peakToPeak: millivolts(200), period: millis(8) }, at(0));
    const seen = Array.from({ length: 80 }, (_, i) => terminalVoltage(rough, at(i / 10)));
    expect([Math.min(...seen), Math.max(...seen)]).toEqual([13_750, 13_950]);
  });

  test('[TWN-R7] 100 A through 20 milliohms cost two volts', () => {
    const cranking = changeBattery(calm, { kind: 'load', amperes: 90 }, at(0));
    expect(terminalVoltage(cranking, at(0), 10)).toBe(11_850);
  });

  test('[TWN-R8] cut off is 0 V, and coming back finds the course', () => {
    const off = changeBattery(calm, { kind: 'power', connected: false }, at(0));
    expect(terminalVoltage(off, at(1))).toBe(0);
    expect(terminalVoltage(changeBattery(off, { kind: 'power', connected: true }, at(2)), at(2))).toBe(13_850);
  });
});
