import { fold } from '../domain/metering/fold.ts';
import type { MeterRules } from '../domain/metering/meter.ts';
import { deriveRegister, findingsOn } from '../domain/metering/register.ts';
import { LocalCalendar } from '../domain/time/calendar.ts';
import { median, type Figure } from './support/result.ts';

const quarterMs = 900_000;
const year = 35_040;

/**
 * A year of 15-minute readings judged and rolled up to quarter hours, hours, local days and months, meter after meter on
 * one core; a second time with what goes wrong in the field, and once more with the findings listed.
 */
export function metering({ meters, rounds }: { meters: number; rounds: number }): Promise<Figure[]> {
  const calendar = new LocalCalendar('Asia/Shanghai');
  const from = Date.UTC(2024, 11, 31, 16);
  const to = from + year * quarterMs;
  const edges = {
    quarters: calendar.edges('15m', from, to),
    hours: calendar.edges('1h', from, to),
    days: calendar.edges('1d', from, to),
    months: calendar.edges('1mo', from, to),
  };
  const plain = Array.from({ length: 16 }, (_, i) => register(from, i + 1, false));
  const faulty = Array.from({ length: 16 }, (_, i) => register(from, i + 1, true));

  const derive = ({ ts, value }: Register): void => {
    const quarters = deriveRegister(ts, value, rules, 'energy_kwh', edges.quarters);
    fold(quarters, edges.hours);
    const days = fold(quarters, edges.days);
    const months = fold(days, edges.months);
    if (!(months.value[5]! > 0)) throw new Error('the benchmark measures a fault');
  };
  const list = ({ ts, value }: Register): void => {
    findingsOn(ts, value, rules, 'energy_kwh');
  };
  // The median of the rounds, and the slowest: what this machine does beside us.
  const perSecond = (of: readonly Register[], work: (register: Register) => void): [number, number] => {
    for (const one of of) work(one);
    const times = Array.from({ length: rounds }, () => {
      const before = process.cpuUsage();
      for (let i = 0; i < meters; i++) work(of[i % of.length]!);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1e6;
    });
    const readings = meters * of[0]!.ts.length;
    return [readings / median(times), readings / Math.max(...times)];
  };
  const figures = (what: string, [value, slowest]: readonly [number, number], bound?: number): Figure[] => [
    {
      benchmark: 'metering',
      what,
      value,
      unit: 'readings a second',
      ...(bound === undefined ? {} : { bound: ['>=', bound] as const }),
    },
    { benchmark: 'metering', what: `${what}: slowest of ${rounds}`, value: slowest, unit: 'readings a second' },
  ];
  return Promise.resolve([
    ...figures('judged and rolled up', perSecond(plain, derive), 1_000_000),
    ...figures('the same with faults', perSecond(faulty, derive), 1_000_000),
    ...figures('findings listed', perSecond(faulty, list)),
    ...figures('one addition a reading', perSecond(plain, addUp)),
  ]);
}

const rules: MeterRules = {
  intervalMs: quarterMs,
  registerPoint: 'energy_kwh',
  register: {
    digits: 6,
    decimals: 2,
    maxPerHour: 400,
    multiplier: [{ from: -Infinity, value: 40 }],
    replacements: [],
  },
};

interface Register {
  readonly ts: Float64Array;
  readonly value: Float64Array;
}

/** What nobody can do faster: how quick this machine is in this minute. */
function addUp({ value }: Register): void {
  let sum = 0;
  for (let i = 1; i < value.length; i++) sum += value[i]! - value[i - 1]!;
  if (Number.isNaN(sum)) throw new Error('the benchmark measures a fault');
}

/** A school's register with two decimals; with `faults` a zero each week, an hour of zeros each month, a gap and a turn. */
function register(from: number, seed: number, faults: boolean): Register {
  let state = seed;
  const noise = (): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
  const ts = Float64Array.from({ length: year + 1 }, (_, i) => from + i * quarterMs);
  let ticks = faults ? 99_990_000 : 1_234_567;
  const value = ts.map((_, i) => {
    const open = i % 672 < 480 && i % 96 >= 32 && i % 96 < 72;
    ticks = (ticks + Math.round((open ? 60 : 9) * (0.5 + noise()))) % 100_000_000;
    const zero = faults && (i % 700 === 350 || i % 2900 < 4);
    return zero && i > 0 && i < year ? 0 : ticks / 100;
  });
  if (!faults) return { ts, value };
  const sent = (_: number, i: number): boolean => i % 9000 < 8000 || i % 9000 > 8400;
  return { ts: ts.filter(sent), value: value.filter(sent) };
}
