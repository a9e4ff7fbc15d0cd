import type { Mark } from './mark.ts';

/** How fast a register runs: its use in an interval over the interval's known hours, times what makes the unit of the rate. */
const factors: Readonly<Record<string, number>> = {
  // 1 GJ = 277.78 kWh
  'heat_gj power_kw': 1 / 0.0036,
};

const hourMs = 3_600_000;

export function rateFactor(register: string, rate: string): number {
  return factors[`${register} ${rate}`] ?? 1;
}

/** Mean rate of each interval of a register. */
export function ratesOf(intervals: readonly Mark[], factor: number): readonly Mark[] {
  return intervals.map((m) => {
    const { min: _min, max: _max, ...rest } = m;
    const hours = (m.coverage * (m.until - m.at)) / hourMs;
    return { ...rest, value: m.value === null || hours <= 0 ? null : (m.value * factor) / hours };
  });
}

/**
 * The line of a day from two sources: what the device itself said where it spoke, and the register's mean rate where it
 * did not (a meter that sends its register only, or history without it). Ascending; an interval is left out as soon as
 * one sample lies in it.
 */
export function filledWith(samples: readonly Mark[], rates: readonly Mark[]): readonly Mark[] {
  if (rates.length === 0) return samples;
  const found: Mark[] = [];
  let i = 0;
  for (const rate of rates) {
    while (i < samples.length && samples[i]!.at < rate.at) found.push(samples[i++]!);
    const spoken = i < samples.length && samples[i]!.at < rate.until;
    if (!spoken && rate.value !== null) found.push(rate);
  }
  while (i < samples.length) found.push(samples[i++]!);
  return found;
}
