// Regenerates docs/mandv-validation.md and its plots from the reference results beside the project.
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { referenceFolder, referenceMeters } from '../tests/support/mandv-reference.ts';
import { documentOf, isExact } from './validation/document.ts';
import { validate, type ValidatedMeter } from './validation/meter.ts';
import { bandPlot, dotPlot } from './validation/plots.ts';

const docs = resolve(import.meta.dirname, '../docs');
const names = referenceMeters();
if (names.length === 0) {
  console.error(`There are no reference results in ${referenceFolder}.`);
  process.exit(1);
}
const meters = names.map((name, i) => {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${i + 1} of ${names.length}  ${name}`);
  return validate(name);
});
if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');

const folder = resolve(docs, 'mandv-validation');
mkdirSync(folder, { recursive: true });
const plots = { differences: differences(meters), savings: savings(meters), cumulative: cumulative(meters) };
for (const [name, svg] of Object.entries(plots)) writeFileSync(resolve(folder, `${name}.svg`), svg);

const path = resolve(docs, 'mandv-validation.md');
const links = Object.fromEntries(Object.keys(plots).map((name) => [name, `mandv-validation/${name}.svg`]));
const options = { ...(await resolveConfig(path)), parser: 'markdown' };
writeFileSync(path, await format(documentOf(meters, links), options));

const checks = meters.flatMap((meter) => meter.checks);
const failed = checks.filter((check) => !check.pass);
for (const { meter, key, group, worst, of } of failed) {
  console.error(`${meter} ${key} ${group}: ${worst.toExponential(1)} in ${of}`);
}
console.log(`${checks.length - failed.length} of ${checks.length} groups within tolerance: docs/mandv-validation.md`);
process.exitCode = failed.length === 0 ? 0 : 1;

function differences(all: readonly ValidatedMeter[]): string {
  const keys = ['caltrack2_daily', 'caltrack2_billing', 'caltrack2_hourly'];
  return dotPlot({
    title: 'Greatest relative difference to the reference',
    series: ['daily', 'billing', 'hourly'],
    axis: 'relative difference (the reference keeps nine digits)',
    ticks: [-12, -10, -8, -6, -4].map((at) => ({ at, text: `1e${at}` })),
    marked: { at: -6, text: 'tolerance' },
    rows: all.map(({ name, checks: own }) => ({
      label: name,
      dots: keys.flatMap((key, series) => {
        const some = own.filter((check) => check.key.startsWith(key) && isExact(check) && check.group !== 'model');
        if (some.length === 0) return [];
        return [{ at: Math.log10(Math.max(1e-12, ...some.map((check) => check.worst))), series }];
      }),
    })),
  });
}

function savings(all: readonly ValidatedMeter[]): string {
  const methods = ['daily', 'monthly', 'hourly'] as const;
  return dotPlot({
    title: 'Saving of the reporting year with its V3 band at 90 %',
    series: [...methods],
    axis: '% of the counterfactual (wider bands are cut at the edge)',
    ticks: [-60, -40, -20, 0, 20, 40, 60].map((at) => ({ at, text: `${at} %` })),
    marked: { at: 0, text: '' },
    rows: all.map(({ name, ours }) => ({
      label: name,
      dots: methods.flatMap((method, series) => {
        const total = ours[method].savings?.total ?? null;
        if (total === null || total.fraction === null) return [];
        const half = total.band.halfWidth === null ? 0 : total.band.halfWidth / Math.abs(total.counterfactual);
        return [{ at: total.fraction * 100, series, halfWidth: half * 100 }];
      }),
    })),
  });
}

function cumulative(all: readonly ValidatedMeter[]): string {
  const meter = all.find((one) => one.name === 'cam_b13_electricity') ?? all[0]!;
  const points = meter.ours.daily.savings?.cumulative ?? [];
  return bandPlot({
    title: `${meter.name}: cumulative saving (daily model) with its V3 band at 90 %`,
    unit: 'kWh',
    points: points.map((day) => ({ date: day.date, value: day.cumulative, halfWidth: day.halfWidths[2] ?? null })),
  });
}
