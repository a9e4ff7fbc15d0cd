import type { LocalCalendar } from '../../time/calendar.ts';
import { quadrature, type BandOf } from './uncertainty.ts';
import { levelsWith } from './avoided.ts';
import { stateSaving, type StatedSaving } from './stated.ts';

/** A year of normal weather on which both models are predicted: 8,760 or 8,784 hours, named and hashed. */
export interface NormalYear {
  readonly name: string;
  /** Of `normalYearText`, SHA-256 in hex: reports carry it. */
  readonly sha256: string;
  readonly startsAt: Float64Array;
  /** °C, no hole. */
  readonly temperature: Float64Array;
}

/** The bytes that a normal year's hash is over. */
export function normalYearText(year: Pick<NormalYear, 'name' | 'startsAt' | 'temperature'>): string {
  const rows = Array.from(year.startsAt, (ts, i) => `${ts},${year.temperature[i]!}`);
  return `${year.name}\n${rows.join('\n')}\n`;
}

/** One of the two models, predicted on the normal year. */
export interface NormalSide {
  /** By interval of the normal year (days, bills or hours of the same axis). */
  readonly predicted: Float64Array;
  /** From the statistics of this model alone: its own n, n′ and p. */
  readonly bandOf: BandOf;
  /** Distinct local months of the data that the model was fitted on: a normalised saving needs a full year. */
  readonly months: number;
}

export type NormalisedSaving =
  | {
      readonly ok: true;
      readonly saving: StatedSaving;
      readonly normalYear: { readonly name: string; readonly sha256: string };
    }
  | { readonly ok: false; readonly code: 'normal-year.incomplete' | 'normal-year.needs-full-year' };

/**
 * Normalised saving (spec §10): baseline model − reporting model on one normal year, bands of the two in quadrature.
 * `edges`: the axis of both predictions.
 */
export function normalisedSaving(
  baseline: NormalSide,
  reporting: NormalSide,
  edges: Float64Array,
  normalYear: NormalYear,
  calendar: LocalCalendar,
  confidence = 0.9,
): NormalisedSaving {
  if (baseline.months < 12 || reporting.months < 12) return { ok: false, code: 'normal-year.needs-full-year' };
  const days = (edges.at(-1)! - edges[0]!) / 86_400_000;
  const sides = [baseline, reporting].map(({ predicted, bandOf }) => {
    const counterfactual = predicted.reduce((sum, value) => sum + value, 0);
    const months = monthsOf(edges, calendar);
    const extent = { points: edges.length - 1, days, months, counterfactual };
    return { total: counterfactual, bands: levelsWith(confidence).map((level) => bandOf(extent, level)) };
  });
  const [before, after] = sides as [(typeof sides)[0], (typeof sides)[0]];
  if (!Number.isFinite(before.total) || !Number.isFinite(after.total)) {
    return { ok: false, code: 'normal-year.incomplete' };
  }
  const bands = before.bands.map((band, i) => ({
    confidence: band.confidence,
    halfWidth: quadrature([band.halfWidth, after.bands[i]!.halfWidth]),
  }));
  return {
    ok: true,
    saving: stateSaving(after.total, before.total, bands, confidence),
    normalYear: { name: normalYear.name, sha256: normalYear.sha256 },
  };
}

function monthsOf(edges: Float64Array, calendar: LocalCalendar): number {
  return new Set(Array.from(edges.subarray(0, -1), (ts) => calendar.iso(ts).slice(0, 7))).size;
}
