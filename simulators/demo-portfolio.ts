import { demoGateways, demoMeters } from './city/meters.ts';
import { cityPortfolio } from './city/portfolio.ts';
import { canteenDevices, canteenRows, smallInstitutions } from './canteens/portfolio.ts';

/** Everything of the demo that logs in by an id of its own. */
export const demoDevices: readonly string[] = [
  ...demoGateways,
  ...demoMeters.filter((meter) => !meter.gateway).map((meter) => meter.id),
  ...canteenDevices,
];

/**
 * The whole demo as a portfolio document: the city's buildings and the canteens.
 * @param secretOf secret of a device, by id
 * @param now verification dates and contracts lie around it
 */
export function demoPortfolio(secretOf: (device: string) => string, now: number): object {
  const city = cityPortfolio(secretOf, now);
  return {
    ...city,
    institutions: [...city.institutions, ...smallInstitutions],
    canteens: canteenRows(secretOf),
  };
}
