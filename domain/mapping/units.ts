import { conversionOf, type Conversion } from './conversion.ts';

/** In whole numbers, the quantity's base is (value × multiply + add) ÷ divide. */
interface Unit {
  readonly quantity: string;
  readonly multiply: bigint;
  readonly add: bigint;
  readonly divide: bigint;
}

function scaled(quantity: string, units: Readonly<Record<string, bigint>>): [string, Unit][] {
  return Object.entries(units).map(([name, multiply]) => [name, { quantity, multiply, add: 0n, divide: 1n }]);
}

/** Definitions of the SI brochure (9th edition, table 8); the calorie is the International Table one, 4.1868 J. */
const units: ReadonlyMap<string, Unit> = new Map<string, Unit>([
  // Tenths of a millijoule.
  ...scaled('energy', {
    J: 10n ** 4n,
    kJ: 10n ** 7n,
    MJ: 10n ** 10n,
    GJ: 10n ** 13n,
    Wh: 36n * 10n ** 6n,
    kWh: 36n * 10n ** 9n,
    MWh: 36n * 10n ** 12n,
    GWh: 36n * 10n ** 15n,
    kcal: 41_868n * 10n ** 3n,
    Mcal: 41_868n * 10n ** 6n,
    Gcal: 41_868n * 10n ** 9n,
  }),
  ...scaled('reactive energy', { varh: 1n, kvarh: 10n ** 3n, Mvarh: 10n ** 6n }),
  ...scaled('power', { W: 1n, kW: 10n ** 3n, MW: 10n ** 6n }),
  ...scaled('volume', { mL: 1n, L: 10n ** 3n, 'm³': 10n ** 6n }),
  // Litres in 10 hours.
  ...scaled('flow', { 'L/h': 10n, 'L/min': 600n, 'L/s': 36_000n, 'm³/h': 10_000n, 'm³/s': 36_000_000n }),
  ...scaled('voltage', { mV: 1n, V: 10n ** 3n, kV: 10n ** 6n }),
  ...scaled('current', { mA: 1n, A: 10n ** 3n, kA: 10n ** 6n }),
  ...scaled('frequency', { mHz: 1n, Hz: 10n ** 3n }),
  ...scaled('pressure', { Pa: 1n, hPa: 100n, mbar: 100n, kPa: 10n ** 3n, bar: 10n ** 5n, MPa: 10n ** 6n }),
  ...scaled('mass', { g: 1n, kg: 10n ** 3n, t: 10n ** 6n }),
  ...scaled('share', { ppm: 1n, '‰': 10n ** 3n, '%': 10n ** 4n, '1': 10n ** 6n }),
  ['°C', { quantity: 'temperature', multiply: 1n, add: 0n, divide: 1n }],
  ['K', { quantity: 'temperature', multiply: 100n, add: -27_315n, divide: 100n }],
  ['°F', { quantity: 'temperature', multiply: 5n, add: -160n, divide: 9n }],
]);

const spellings: Readonly<Record<string, string>> = {
  m3: 'm³',
  'm3/h': 'm³/h',
  'm3/s': 'm³/s',
  l: 'L',
  ml: 'mL',
  'l/h': 'L/h',
  'l/min': 'L/min',
  'l/s': 'L/s',
  C: '°C',
  F: '°F',
  degC: '°C',
  degF: '°F',
  '℃': '°C',
  '℉': '°F',
};

/** Capitals count (mW is not MW). */
export function unitNamed(name: string): string | null {
  const spelled = Object.hasOwn(spellings, name) ? spellings[name]! : name;
  return units.has(spelled) ? spelled : null;
}

export const knownUnits: readonly { readonly unit: string; readonly quantity: string }[] = [...units].map(
  ([unit, { quantity }]) => ({ unit, quantity }),
);

/** Units that `unit` may be turned into. */
export function unitsLike(unit: string): readonly string[] {
  const quantity = units.get(unit)?.quantity;
  return [...units].flatMap(([name, other]) => (other.quantity === quantity ? [name] : []));
}

/** null: one of them is not known, or they measure different things. */
export function unitConversion(from: string, to: string): Conversion | null {
  const a = units.get(from);
  const b = units.get(to);
  if (a === undefined || b === undefined || a.quantity !== b.quantity) return null;
  // First to the base, then back from it: y = (base × divide − add) ÷ multiply.
  return conversionOf(a.multiply * b.divide, a.add * b.divide - b.add * a.divide, a.divide * b.multiply);
}
