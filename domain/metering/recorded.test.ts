import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { fold } from './fold.ts';
import { qualityOf } from './quality.ts';
import { deriveRegister } from './register.ts';
import { hour, meterRules, minute } from './testing.ts';

/**
 * Hourly recordings of real buildings (Cambridge Estates Building Energy Archive), played as the registers that must
 * have stood behind them. Electricity: 0 means missing, nothing is sent. Gas: 0 is data.
 */
const folder = fileURLToPath(new URL('../../../shared/data/hourly/', import.meta.url));
const files = existsSync(folder) ? readdirSync(folder).filter((name) => /^cam_.*\.csv\.gz$/.test(name)) : [];

/** Hours in tenths of a unit; -1 = missing. */
function recording(file: string): { readonly start: number; readonly tenths: Int32Array } {
  const lines = gunzipSync(readFileSync(folder + file))
    .toString()
    .trimEnd()
    .split('\n')
    .slice(1);
  const zeroIsMissing = file.includes('electricity');
  const tenths = Int32Array.from(lines, (line) => {
    const text = line.slice(line.indexOf(',') + 1);
    const value = Math.round(Number(text) * 10);
    return text === '' || (zeroIsMissing && value === 0) ? -1 : value;
  });
  return { start: Date.parse(lines[0]!.slice(0, lines[0]!.indexOf(','))), tenths };
}

const openings = [
  { opening: 0, digits: undefined },
  // Rolls over on the way.
  { opening: 9_987_654, digits: 6 },
];

if (files.length === 0) test.skip('recorded meters come back to the last digit (needs ../shared/data/hourly)');

describe.skipIf(files.length === 0)('recorded meters', () => {
  const plays = files.flatMap((file) => openings.map((opening) => ({ file, ...opening })));
  test.each(plays)('$file from $opening tenths on comes back to the last digit', ({ file, opening, digits }) => {
    const { start, tenths } = recording(file);
    const range = digits === undefined ? Infinity : 10 ** (digits + 1);
    const ts = [start];
    const value = [opening / 10];
    let register = opening;
    tenths.forEach((used, i) => {
      if (used < 0) return;
      register += used;
      if (register >= range) register -= range;
      ts.push(start + (i + 1) * hour);
      value.push(register / 10);
    });
    const rules = meterRules(hour, digits === undefined ? {} : { digits });
    const quarters = Float64Array.from({ length: tenths.length * 4 + 1 }, (_, i) => start + i * 15 * minute);
    const hours = Float64Array.from({ length: tenths.length + 1 }, (_, i) => start + i * hour);
    const fine = deriveRegister(Float64Array.from(ts), Float64Array.from(value), rules, 'energy_kwh', quarters);
    const block = fold(fine, hours);

    const wrong: unknown[] = [];
    let gapSum = 0;
    let gapHours = 0;
    tenths.forEach((used, i) => {
      const quality = qualityOf(block, i, hour);
      if (used >= 0 && gapHours === 0) {
        if (block.value[i] !== used / 10 || quality !== 'measured') wrong.push([i, used / 10, block.value[i], quality]);
        return;
      }
      gapHours += 1;
      gapSum += block.value[i]!;
      if (used < 0) return;
      if (Number(gapSum.toPrecision(9)) !== used / 10 || quality !== 'estimated') wrong.push([i, gapSum, used / 10]);
      gapHours = gapSum = 0;
    });
    expect(wrong.slice(0, 5)).toEqual([]);
    // What is missing at the end of the recording has no reading after it.
    if (gapHours > 0) expect(gapSum).toBeNaN();
    const sum = tenths.reduce((total, used) => total + Math.max(used, 0), 0);
    expect(fold(fine, Float64Array.of(hours[0]!, hours.at(-1)!)).value[0]).toBe(sum / 10);
  });
});
