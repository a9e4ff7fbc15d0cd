import { beforeAll, describe, expect, it } from 'vitest';
import { referenceHours, referenceMeters, referenceResults } from '../../../tests/support/mandv-reference.ts';
import { LocalCalendar } from '../../time/calendar.ts';
import type { BaselineData, HourlyObservations, MandvCarrier } from '../types.ts';
import { fitHourly } from './fit.ts';
import { hourlyModelFromJson, hourlyModelToJson } from './json.ts';
import type { HourlyModel } from './model.ts';
import { predictHours } from './predict.ts';

/** Stored with nine digits. */
const tolerance = 1e-6;

interface Totals {
  readonly hours: number;
  readonly observed: number;
  readonly counterfactual: number;
  readonly monthly_observed: Readonly<Record<string, number>>;
  readonly monthly_counterfactual: Readonly<Record<string, number>>;
}
interface HourlyReference {
  readonly occupied_hours_of_week: Readonly<Record<string, readonly number[]>>;
  readonly occupied_bins_degF: Readonly<Record<string, readonly number[]>>;
  readonly unoccupied_bins_degF: Readonly<Record<string, readonly number[]>>;
  readonly n_parameters_total: number;
  readonly baseline_metrics_p1: Readonly<Record<string, number>>;
  readonly baseline_monthly_predicted: Readonly<Record<string, number>>;
  readonly baseline_monthly_observed: Readonly<Record<string, number>>;
  readonly reporting: Totals;
  readonly first_segment: { readonly name: string; readonly params: Readonly<Record<string, number>> };
}
interface Meter {
  readonly name: string;
  readonly timeZone: string;
  readonly carrier: MandvCarrier;
  readonly baseline: readonly [string, string];
  readonly reporting: readonly [string, string];
  readonly reference: HourlyReference;
}

const meters = referenceMeters().flatMap((name): Meter[] => {
  const { is_electricity, baseline, reporting, ...results } = referenceResults(name);
  const reference = results['caltrack2_hourly__eemeter_3_2_0'] as HourlyReference | undefined;
  if (reference === undefined) return [];
  // Labels of the other sources are naive: their hours of week are those of the labels.
  const timeZone = name.startsWith('cam_') ? 'Europe/London' : name.startsWith('eemeter_') ? 'Etc/GMT+6' : 'UTC';
  return [{ name, timeZone, carrier: is_electricity ? 'electricity' : 'gas', baseline, reporting, reference }];
});

describe.skipIf(meters.length === 0)('CalTRACK hourly as eemeter 3.2.0 computes it (../shared/data/reference)', () => {
  it('has meters of every source', () => {
    expect(meters.length).toBeGreaterThanOrEqual(18);
  });

  describe.each(meters)('$name', (meter) => {
    const { reference } = meter;
    let model: HourlyModel;
    let baseline: HourlyObservations;
    let reporting: HourlyObservations;
    beforeAll(() => {
      const hours = referenceHours(meter.name);
      baseline = between(meter, hours, meter.baseline);
      reporting = between(meter, hours, meter.reporting);
      const { carrier, timeZone } = meter;
      const data: BaselineData<HourlyObservations> = { purpose: 'baseline', carrier, timeZone, observations: baseline };
      model = fitHourly(data);
    });

    it('takes the same hours of the week for occupied', () => {
      expect(bySegment(model, (s) => s.occupiedHours)).toEqual(reference.occupied_hours_of_week);
    });

    it('keeps the same bin ends for occupied and unoccupied hours', () => {
      expect(bySegment(model, (s) => s.occupied.binEndsF)).toEqual(reference.occupied_bins_degF);
      expect(bySegment(model, (s) => s.unoccupied.binEndsF)).toEqual(reference.unoccupied_bins_degF);
    });

    it('is made from the same hours and has the same number of parameters', () => {
      expect(model.baseline.hours).toBe(reference.baseline_metrics_p1['observed_length']);
      expect(model.parameters).toBe(reference.n_parameters_total);
    });

    it('has the same coefficients, also where the minimum norm decides', () => {
      const segment = model.segments.find((s) => s.name === reference.first_segment.name)!;
      const { params } = reference.first_segment;
      const size = Math.max(...Object.values(params).map(Math.abs));
      for (const [name, value] of Object.entries(params)) {
        const ours = coefficient(segment, name);
        expect(Math.abs(ours - value), name).toBeLessThan(tolerance * Math.abs(value) + 1e-9 * size);
      }
    });

    it('predicts the baseline as the reference does, month by month', () => {
      const { predicted, observed } = byMonth(meter, model, baseline);
      expectClose(predicted, reference.baseline_monthly_predicted);
      expectClose(observed, reference.baseline_monthly_observed);
    });

    it('has the same hours, counterfactual and use in the reporting period, by month and year', () => {
      const totals = byMonth(meter, model, reporting);
      expect(totals.hours).toBe(reference.reporting.hours);
      expectClose(totals.predicted, reference.reporting.monthly_counterfactual);
      expectClose(totals.observed, reference.reporting.monthly_observed);
      expectClose({ year: sum(totals.predicted) }, { year: reference.reporting.counterfactual });
      expectClose({ year: sum(totals.observed) }, { year: reference.reporting.observed });
    });

    it('predicts the same after it went through JSON', () => {
      const restored = hourlyModelFromJson(hourlyModelToJson(model));
      expect(predictHours(restored, reporting)).toEqual(predictHours(model, reporting));
    });
  });
});

function bySegment<T>(model: HourlyModel, of: (segment: HourlyModel['segments'][number]) => T): Record<string, T> {
  return Object.fromEntries(model.segments.map((segment) => [segment.name, of(segment)]));
}

function coefficient(segment: HourlyModel['segments'][number], name: string): number {
  const level = /^C\(hour_of_week\)\[(\d+)\]$/.exec(name);
  if (level) return segment.hourOfWeek[Number(level[1])]!;
  const [, bin, side] = /^bin_(\d)_(occupied|unoccupied)$/.exec(name)!;
  return segment[side as 'occupied' | 'unoccupied'].slopes[Number(bin)]!;
}

/** Hours from one local midnight to another. */
function between(meter: Meter, hours: HourlyObservations, [from, to]: readonly [string, string]): HourlyObservations {
  const calendar = new LocalCalendar(meter.timeZone);
  const [first, end] = [calendar.localMidnight(from), calendar.localMidnight(to)];
  const kept = (_: number, i: number): boolean => hours.startsAt[i]! >= first && hours.startsAt[i]! < end;
  return {
    startsAt: hours.startsAt.filter(kept),
    energy: hours.energy.filter(kept),
    temperature: hours.temperature.filter(kept),
  };
}

interface Monthly {
  readonly hours: number;
  readonly predicted: Record<string, number>;
  readonly observed: Record<string, number>;
}

/** Totals of hours where both sides exist, by local month. */
function byMonth(meter: Meter, model: HourlyModel, hours: HourlyObservations): Monthly {
  const calendar = new LocalCalendar(meter.timeZone);
  const totals: Monthly & { hours: number } = { hours: 0, predicted: {}, observed: {} };
  const predicted = predictHours(model, hours);
  for (let i = 0; i < predicted.length; i += 1) {
    const used = hours.energy[i]!;
    if (Number.isNaN(used + predicted[i]!) || (meter.carrier === 'electricity' && used === 0)) continue;
    const month = calendar.iso(hours.startsAt[i]!).slice(0, 7);
    totals.hours += 1;
    totals.predicted[month] = (totals.predicted[month] ?? 0) + predicted[i]!;
    totals.observed[month] = (totals.observed[month] ?? 0) + used;
  }
  return totals;
}

function expectClose(ours: Record<string, number>, theirs: Readonly<Record<string, number>>): void {
  expect(Object.keys(ours).sort()).toEqual(Object.keys(theirs).sort());
  for (const [key, value] of Object.entries(theirs)) {
    expect(Math.abs(ours[key]! - value), key).toBeLessThanOrEqual(tolerance * Math.abs(value));
  }
}

function sum(values: Readonly<Record<string, number>>): number {
  return Object.values(values).reduce((total, value) => total + value, 0);
}
