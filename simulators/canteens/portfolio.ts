import { demoCanteens } from './canteens.ts';
import { smallUnits } from './small-units.ts';

/** The small units that are in the demo for their canteen only. */
export const smallInstitutions = smallUnits.map(({ id, region, name, people }) => ({
  id,
  region,
  name,
  kind: 'office' as const,
  people,
}));

/** Rows of the portfolio: every canteen with its scale and counter. */
export function canteenRows(secretOf: (device: string) => string): object[] {
  return demoCanteens.map((canteen) => ({
    id: canteen.id,
    institution: canteen.institution,
    name: canteen.name,
    seats: canteen.seats,
    operatingMode: canteen.operatingMode,
    supplyMode: canteen.supplyMode,
    ...(canteen.meters.length > 0 && { meters: canteen.meters }),
    scales: [{ id: canteen.scale, secret: secretOf(canteen.scale) }],
    counters: [{ id: canteen.counter, secret: secretOf(canteen.counter) }],
  }));
}

/** What logs in by its own id in canteens. */
export const canteenDevices: readonly string[] = demoCanteens.flatMap(({ scale, counter }) => [scale, counter]);
