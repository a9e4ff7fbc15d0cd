import { exact, figure, missing } from './number.ts';

export type Language = 'zh' | 'en';

/** Narrow no-break space: what stands between a number and its unit. */
export const unitSpace = '\u202f';

export interface Quantity {
  readonly value: string;
  readonly unit: string;
}

/** A unit in which a figure is shown, and what the value is divided by to reach it. */
export interface UnitScale {
  readonly unit: string;
  readonly divisor: number;
}

interface Step {
  readonly unit: string;
  readonly divisor: number;
}

// The next unit is taken as soon as four digits before the point are not enough.
const ladders: Record<string, Record<Language, readonly Step[]>> = {
  kWh: {
    zh: [
      { unit: 'kWh', divisor: 1 },
      { unit: '万kWh', divisor: 1e4 },
    ],
    en: [
      { unit: 'kWh', divisor: 1 },
      { unit: 'MWh', divisor: 1e3 },
      { unit: 'GWh', divisor: 1e6 },
    ],
  },
  CNY: {
    zh: [
      { unit: '元', divisor: 1 },
      { unit: '万元', divisor: 1e4 },
    ],
    en: [
      { unit: '¥', divisor: 1 },
      { unit: '¥k', divisor: 1e3 },
      { unit: '¥M', divisor: 1e6 },
    ],
  },
};

const names: Record<string, Record<Language, string>> = {
  'g/meal': { zh: 'g/人·餐', en: 'g per person-meal' },
  tCO2e: { zh: 'tCO₂e', en: 'tCO₂e' },
};

/** The one unit for a figure, or for all figures of an axis whose largest is `largest`. */
export function unitScale(unit: string | null, largest: number, language: Language): UnitScale {
  if (unit === null) return { unit: '', divisor: 1 };
  const ladder = ladders[unit]?.[language];
  if (!ladder) return { unit: names[unit]?.[language] ?? unit, divisor: 1 };
  const step = ladder.find((s) => Math.round(Math.abs(largest) / s.divisor) <= 9_999) ?? ladder.at(-1)!;
  return { unit: step.unit, divisor: step.divisor };
}

/** Decimals that such sensors have at most; two for all others. */
const decimalsOf: Record<string, number> = { '°C': 1, '%': 1, ppm: 0, V: 1, '': 3 };

/** A figure in the unit that suits its size: 9,999 kWh, then 1.000 万kWh / 10.00 MWh. */
export function quantity(value: number | null | undefined, unit: string | null, language: Language): Quantity {
  const scale = unitScale(unit, value ?? 0, language);
  if (value === null || value === undefined || !Number.isFinite(value)) return { value: missing, unit: scale.unit };
  const decimals = scale.divisor === 1 ? (decimalsOf[unit ?? '-'] ?? 2) : 3;
  return { value: figure(value / scale.divisor, decimals), unit: scale.unit };
}

/** A reading as it came, in its own unit, every digit. */
export function reading(value: number | null | undefined, unit: string | null, decimals?: number | null): Quantity {
  return { value: exact(value, decimals), unit: unit ?? '' };
}

/** Number and unit as one text: no space before %, a narrow one before all else; ¥ stands before its number. */
export function join({ value, unit }: Quantity): string {
  if (unit === '') return value;
  if (unit === '%') return `${value}%`;
  if (unit.startsWith('¥')) return value === missing ? value : `¥${value}${unit.slice(1)}`;
  return `${value}${unitSpace}${unit}`;
}
