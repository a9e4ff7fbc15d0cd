import { cityDay, dayIndex, timeOfDay, type CityDay } from './day.ts';
import { drift } from './noise.ts';

const hourMs = 3_600_000;
const fronts = 1;
const clouds = 2;
const moisture = 3;

/** Mean of the day, °C: Wenzhou's course of the year (about 8 in January, 29 in July) with fronts of a few days. */
export function meanTemperature(seed: number, day: CityDay): number {
  return 18.5 - 10.5 * Math.cos(2 * Math.PI * (day.season - 0.055)) + 4 * drift(seed, fronts, (day.index + 0.5) / 3);
}

/** Outdoor air, °C. Continuous over midnight: the season's step between two days is spread over the day. */
export function outdoorTemperature(seed: number, ts: number): number {
  const index = dayIndex(ts);
  const hour = timeOfDay(ts) / hourMs;
  const part = hour / 24;
  const neighbour = part < 0.5 ? index - 1 : index + 1;
  const own = 1 - Math.abs(part - 0.5);
  const mean = meanTemperature(seed, cityDay(index)) * own + meanTemperature(seed, cityDay(neighbour)) * (1 - own);
  const swing = 3.5 * (1 - 0.6 * cloudCover(seed, index + part - 0.5));
  return mean + swing * Math.cos((2 * Math.PI * (hour - 14.5)) / 24) + 0.3 * drift(seed, fronts, ts / (20 * 60_000));
}

/** 0 clear … 1 overcast, at a day index; between two of them it drifts. */
export function cloudCover(seed: number, index: number): number {
  return Math.min(1, Math.max(0, 0.5 + 0.6 * drift(seed, clouds, index / 1.7)));
}

/** Relative humidity outdoors, %. */
export function outdoorHumidity(seed: number, ts: number): number {
  const hour = timeOfDay(ts) / hourMs;
  const value = 74 + 12 * drift(seed, moisture, ts / (36 * hourMs)) - 9 * Math.cos((2 * Math.PI * (hour - 14.5)) / 24);
  return Math.min(100, Math.max(20, value));
}
