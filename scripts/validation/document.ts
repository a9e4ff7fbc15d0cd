import { levelShifts } from '../../domain/mandv/savings/non-routine.ts';
import { spreadOf } from '../../domain/mandv/savings/spread.ts';
import type { Analysis } from '../../domain/mandv/analysis.ts';
import type { Check } from './compare.ts';
import { suffix, type ValidatedMeter } from './meter.ts';
import type { ReferenceModel, ReferenceReporting } from './reference.ts';

const groups = ['model', 'coefficients', 'statistics', 'totals', 'V2 band'] as const;

/** The document; `plots` names the pictures beside it. */
export function documentOf(meters: readonly ValidatedMeter[], plots: Readonly<Record<string, string>>): string {
  const checks = meters.flatMap((meter) => meter.checks);
  const failed = checks.filter((check) => !check.pass);
  return [
    '# M&V engine against the reference results',
    '',
    'Written by `npm run mandv-validation`; do not edit. It runs the engine on every meter that has reference results',
    '(eemeter 3.2.0, the last pure CalTRACK 2.0 release) and holds each quantity against them. The reference stores nine',
    'digits, so a difference of some 1e-9 is its rounding.',
    '',
    `**${checks.length - failed.length} of ${checks.length} groups of figures within tolerance, ` +
      `${checks.reduce((sum, check) => sum + check.pairs, 0)} figures of ${meters.length} meters.**`,
    '',
    ...(failed.length === 0 ? [] : ['## Out of tolerance', '', ...failedTable(failed), '']),
    '## By result and quantity',
    '',
    'Greatest relative difference over all meters. R², its adjusted form and ρ are held against 1, NMBE against',
    'CV(RMSE), a saving against its counterfactual, a day against the mean day.',
    '',
    ...byKey(checks),
    '',
    `![Greatest relative difference of each meter](${plots.differences})`,
    '',
    '## By meter',
    '',
    ...byMeter(meters),
    '',
    '## Savings by method',
    '',
    'Saving of the reporting year in percent of the counterfactual, ± the V3 band at 90 % (ours), on days of the local',
    'clock. “Light”: amber when daily, monthly and hourly differ by more than 2 percentage points. The columns of other',
    'engines are other models: they are to compare with, not to match.',
    '',
    ...methodTable(meters),
    '',
    `![Savings by method with bands](${plots.savings})`,
    '',
    `![Cumulative saving with its band](${plots.cumulative})`,
    '',
    '## Simulated meters with known truth',
    '',
    ...truth(meters),
    '',
    '## Non-routine events',
    '',
    'What the residuals say of level shifts without being told (the greatest three): inside the baseline, in the reporting',
    'year, and up to 15 April 2020, three weeks into the lockdown of 23 March. Term breaks are found too: the model knows',
    'no calendar. Each is a question to a person, never an adjustment by itself.',
    '',
    ...shifts(meters),
    '',
    '## Remaining differences and their causes',
    '',
    ...causes(meters),
    '',
  ].join('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [row(head), row(head.map(() => '---')), ...rows.map(row)];
}

function failedTable(failed: readonly Check[]): string[] {
  return table(
    ['meter', 'result', 'quantity', 'difference', 'of', 'tolerance'],
    failed.map((one) => [one.meter, one.key, one.group, power(one.worst), one.of, power(one.tolerance)]),
  );
}

function byKey(checks: readonly Check[]): string[] {
  const keys = [...new Set(checks.map((check) => check.key))];
  return table(
    ['result', 'meters', ...groups],
    keys.map((key) => {
      const own = checks.filter((check) => check.key === key);
      const cells = groups.map((group) => {
        const some = own.filter((check) => check.group === group);
        if (some.length === 0) return '–';
        if (group === 'model') return some.every((check) => check.pass) ? 'the same' : 'DIFFERS';
        return `${power(Math.max(...some.map((check) => check.worst)))} (≤ ${power(some[0]!.tolerance)})`;
      });
      return [`\`${key}\``, String(new Set(own.map((check) => check.meter)).size), ...cells];
    }),
  );
}

/** Not the London days, whose difference is a known one. */
export function isExact({ tolerance }: Check): boolean {
  return tolerance <= 1e-5;
}

function byMeter(meters: readonly ValidatedMeter[]): string[] {
  return table(
    ['meter', 'daily model', 'CV(RMSE)', 'n′', 'figures', 'greatest difference', 'of'],
    meters.map(({ name, ours, checks }) => {
      const worst = checks.filter(isExact).reduce((a, b) => (b.worst > a.worst ? b : a));
      const stats = ours.daily.statistics?.caltrack;
      return [
        name,
        ours.daily.model?.kind === 'degree-day' ? ours.daily.model.name : 'none',
        typeof stats?.cvrmse === 'number' ? percent(stats.cvrmse) : '–',
        typeof stats?.nPrime === 'number' ? stats.nPrime.toFixed(0) : '–',
        String(checks.reduce((sum, check) => sum + check.pairs, 0)),
        power(worst.worst),
        `${worst.key} ${worst.of}`,
      ];
    }),
  );
}

const others = {
  'opendsm daily': 'daily__opendsm_1_2_7_dev_023d72c',
  'opendsm hourly': 'hourly__opendsm_1_2_7_dev_023d72c',
  'nmecr TOWT': 'towt__nmecr_1_0_17',
} as const;

function methodTable(meters: readonly ValidatedMeter[]): string[] {
  return table(
    ['meter', 'daily', 'monthly', 'hourly', 'light', ...Object.keys(others)],
    meters.map(({ name, ours, results }) => {
      const methods = (['daily', 'monthly', 'hourly'] as const).map((method) => ({
        method,
        fraction: ours[method].savings?.total?.fraction ?? null,
      }));
      const { light, percentagePoints } = spreadOf(methods);
      return [
        name,
        ...(['daily', 'monthly', 'hourly'] as const).map((method) => withBand(ours[method])),
        percentagePoints === null ? '–' : `${light} (${percentagePoints.toFixed(1)})`,
        ...Object.values(others).map((key) => {
          const reporting = (results[key] as { reporting?: ReferenceReporting } | undefined)?.reporting;
          return reporting === undefined ? '–' : percent(reporting.avoided / reporting.counterfactual);
        }),
      ];
    }),
  );
}

function withBand({ savings }: Analysis): string {
  const total = savings?.total ?? null;
  if (total === null || total.fraction === null) return '–';
  const band =
    total.band.halfWidth === null ? 'undefined' : percent(total.band.halfWidth / Math.abs(total.counterfactual));
  return `${percent(total.fraction)} ± ${band}`;
}

function truth(meters: readonly ValidatedMeter[]): string[] {
  const meter = meters.find((one) => one.name.startsWith('eemeter_il'));
  if (meter === undefined) return ['The simulated meters are not here.'];
  const rows = (['daily', 'monthly', 'hourly'] as const).map((method) => {
    const total = meter.ours[method].savings?.total ?? null;
    const fraction = total?.fraction ?? null;
    return [
      method,
      total === null ? '–' : total.counterfactual.toFixed(0),
      fraction === null ? '–' : percent(fraction),
      fraction !== null && Math.abs(fraction - 0.1) <= 0.02 ? 'within 10 % ± 2 points' : 'OUTSIDE 10 % ± 2 points',
    ];
  });
  const daily = meter.results[`caltrack2_daily${suffix}`] as ReferenceModel;
  const { base_load: base, heating_load: heat, cooling_load: cool, counterfactual } = daily.reporting;
  return [
    `\`${meter.name}\`: 10,000 kWh before, 10 % saved, base 2,000, heating 4,000 and cooling 4,000 with balance points`,
    'at 60 and 65 °F, noise added on purpose.',
    '',
    ...table(['method', 'counterfactual kWh', 'saving', 'against the truth'], rows),
    '',
    `The total load is ${percent(Math.abs(counterfactual / 10_000 - 1))} from the truth. Its split is not found by the best-fitting`,
    `model: the reference says base ${base!.toFixed(0)}, heating ${heat!.toFixed(0)}, cooling ${cool!.toFixed(0)}, and ours is the same to nine digits.`,
    'The noise moves the balance points to 53 and 67 °F, and what is between 53 and 60 °F counts as base then; with the',
    "truth's own balance points the same regression gives 3,378, 3,526 and 3,559. A split into loads by degree days is",
    'an indication, never a figure to settle by.',
  ];
}

function shifts(meters: readonly ValidatedMeter[]): string[] {
  const text = (found: ReturnType<typeof levelShifts>): string => {
    if (found.length === 0) return 'none';
    const greatest = [...found].sort((a, b) => Math.abs(b.perDay) - Math.abs(a.perDay)).slice(0, 3);
    const told = greatest
      .sort((a, b) => a.at - b.at)
      .map(({ at, fraction }) => `${isoDate(at)} (${fraction > 0 ? '+' : ''}${percent(fraction)})`);
    return told.join(', ') + (found.length > 3 ? `, ${found.length - 3} more` : '');
  };
  return table(
    ['meter', 'inside the baseline', 'in the reporting year', 'October 2019 to 15 April 2020'],
    meters.map(({ name, ours, lockdown }) => [
      name,
      text(levelShifts(ours.daily.baseline.fit)),
      text(levelShifts(ours.daily.reporting.compared, ours.daily.baseline.fit)),
      lockdown === null ? '–' : text(levelShifts(lockdown, ours.daily.baseline.fit)),
    ]),
  );
}

function causes(meters: readonly ValidatedMeter[]): string[] {
  const london = meters.flatMap(({ name, ours, results }) => {
    const theirs = name.startsWith('cam_')
      ? (results[`caltrack2_daily${suffix}`] as ReferenceModel | undefined)
      : undefined;
    const own = ours.daily.savings?.total ?? null;
    return theirs === undefined || own === null
      ? []
      : [Math.abs(own.counterfactual / theirs.reporting.counterfactual - 1)];
  });
  const least = Math.min(...london);
  const most = Math.max(...london);
  return [
    `- **\`caltrack2_daily\` and \`caltrack2_billing\` on London days are not held against** (counterfactuals ${percent(least, 3)} to`,
    `  ${percent(most, 3)} from ours). eemeter 3.2.0 cuts hours into blocks of 24, so that the 25th hour of the autumn day becomes`,
    '  a second day with its degree days counted twice. Our days are 23, 24 or 25 hours long. The same models on UTC days',
    '  have no such day and agree; so do the London days without a clock change, to what the doubled day in the',
    "  reference's baseline moves its coefficients by.",
    '- **2020 ends on 30 December** in the reference (365 of 366 days), and so it does in the comparison.',
    '- **Bills of the simulated eemeter sample are not compared.** The reference extrapolated months that the period only touches',
    '  (five days of December 2015 as a bill of 829 kWh); for us a month needs 90 % valid days, and one that the period',
    '  touches is no bill.',
    '- **The V2 band of `rmv_sim_post_1` by bills is not compared**: the reference has its twelve bills at the end of a list',
    '  of eleven years, and V2 counts the months of the list.',
    '- **V2 bands grow with the baseline year** whatever the length of the reporting period, a known weakness of that',
    '  form; they are computed here to compare only. The product shows V3.',
    '- **opendsm and TOWT are other models** (splits by season and weekday, clusters of days, an elastic net; one model',
    '  for the year): their savings differ by what the models see, most where bursts or unmodelled schedules rule.',
    '- **Electricity of the Cambridge archive has its missing readings as 0**, so that 0 is missing; the unit of its gas',
    '  is not stated, and it is left as it is.',
  ];
}

function isoDate(ts: number): string {
  return new Date(ts + 12 * 3_600_000).toISOString().slice(0, 10);
}

function percent(value: number, digits = 1): string {
  return `${(value * 100).toFixed(digits)} %`;
}

function power(value: number): string {
  if (value === 0) return '0';
  return Number.isFinite(value) ? value.toExponential(0).replace('e+', 'e') : 'differs';
}
