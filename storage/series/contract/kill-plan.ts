import { minute, monday, type Sent } from './field.ts';

/** What the process that is killed sends: known to both sides, so that the survivor can tell what is missing. */
export const killMeters = ['K1', 'K2', 'K3'];
export const readingsPerBatch = 20;

export function readingsOfBatch(number: number): Sent[] {
  return Array.from({ length: readingsPerBatch }, (_, i) => {
    const n = number * readingsPerBatch + i;
    return [monday + n * 15 * minute, { energy_kwh: Number((n * 0.25).toFixed(2)), power_kw: 1 + (n % 7) }];
  });
}
