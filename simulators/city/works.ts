import type { LoadShape } from './accumulation.ts';
import { dayIndex } from './day.ts';

const dayMs = 86_400_000;

/** What is left of a load after the works: new chillers, and LED in place of tubes. Nothing else changes. */
const leftAfterWorks: Readonly<Record<string, number>> = {
  // The administration centre's main building, the tax office's, and the court's two.
  ...{ officeCooling: 0.72, officeLighting: 0.85 },
  ...{ '32.hvac': 0.74, '32.lighting': 0.68, '16.hvac': 0.79, '17.hvac': 0.77 },
};

/**
 * The day (index) from which the demo's measures take effect: the first of the month a year before its first start, so
 * that its history holds a year before the works and a year after.
 */
export function worksDayFor(firstStart: number): number {
  const today = new Date(dayIndex(firstStart) * dayMs);
  return Date.UTC(today.getUTCFullYear() - 1, today.getUTCMonth(), 1) / dayMs;
}

/** A load before and after the works; `worksDay` null: there are none. */
export function afterWorks(name: string, shape: LoadShape, worksDay: number | null): LoadShape {
  const left = leftAfterWorks[name];
  if (left === undefined || worksDay === null) return shape;
  return { ...shape, dayTotal: (day) => shape.dayTotal(day) * (day.index < worksDay ? 1 : left) };
}
