import type { WireContractYear, WireSavingDay } from '../../../../domain/wire-contracts.ts';

/** The year's cumulative saving with its band against the guarantee's path, as pixels. `null` is a gap. */
export interface SavingPath {
  readonly line: string;
  readonly band: string;
  readonly path: string;
  readonly ticks: readonly { readonly value: number; readonly y: number }[];
  readonly months: readonly { readonly month: number; readonly x: number }[];
  readonly end: { readonly x: number; readonly y: number; readonly value: number; readonly half: number | null } | null;
  readonly goal: { readonly x: number; readonly y: number; readonly value: number } | null;
}

export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const dayMs = 86_400_000;
const at = (date: string) => Date.parse(`${date}T00:00:00Z`);
const n = (value: number) => value.toFixed(1);

function step(size: number): number {
  const raw = size / 4;
  const power = 10 ** Math.floor(Math.log10(raw));
  return [1, 2, 2.5, 5, 10].map((k) => k * power).find((k) => k >= raw) ?? raw;
}

/**
 * @param divisor of the unit that the axis is written in
 * @returns null when no day of the year is known
 */
export function savingPath(
  year: number,
  days: readonly WireSavingDay[],
  guaranteed: Pick<WireContractYear, 'guarantee' | 'path'> | null,
  divisor: number,
  { width, height, left, right, top, bottom }: Frame,
): SavingPath | null {
  const own = days.filter(({ date }) => date.startsWith(`${year}-`));
  const known = own.filter(({ cumulative }) => cumulative !== null);
  if (known.length === 0) return null;
  const first = at(`${year}-01-01`);
  const span = (at(`${year + 1}-01-01`) - first) / dayMs;
  const goals = guaranteed?.path ?? [];
  const values = [
    0,
    ...known.flatMap(({ cumulative, cumulativeHalfWidth: half }) => [
      cumulative! - (half ?? 0),
      cumulative! + (half ?? 0),
    ]),
    ...goals.map(({ amount }) => amount),
    guaranteed?.guarantee ?? 0,
  ];
  const size = step((Math.max(...values) - Math.min(...values) || 1) / divisor) * divisor;
  // A band that dips under zero in the first days of January needs no negative half of an axis; a loss does.
  const most = Math.max(...values);
  const loses = known.some(({ cumulative }) => cumulative! < -0.01 * most) || most <= 0;
  const low = loses ? Math.floor(Math.min(...values) / size) * size : 0;
  const high = Math.ceil(most / size) * size;
  const x = (date: string, after = 1) => left + (((at(date) - first) / dayMs + after) / span) * (width - left - right);
  const y = (value: number) =>
    height - bottom - ((Math.max(low, value) - low) / (high - low)) * (height - top - bottom);

  let pen = false;
  let line = '';
  const upper: string[] = [];
  const lower: string[] = [];
  for (const { date, cumulative, cumulativeHalfWidth: half } of own) {
    if (cumulative === null) {
      pen = false;
      continue;
    }
    line += `${pen ? 'L' : 'M'}${n(x(date))},${n(y(cumulative))}`;
    pen = true;
    if (half === null) continue;
    upper.push(`${n(x(date))},${n(y(cumulative + half))}`);
    lower.push(`${n(x(date))},${n(y(cumulative - half))}`);
  }
  const last = known.at(-1)!;
  const goal = goals.at(-1) ?? null;
  const ticks = [];
  for (let value = low; value <= high + size / 2; value += size) ticks.push({ value: value / divisor, y: y(value) });
  return {
    line,
    band: upper.length > 1 ? `M${upper.join('L')}L${lower.reverse().join('L')}Z` : '',
    path:
      goals.length > 0
        ? `M${n(left)},${n(y(0))}${goals.map((g) => `L${n(x(g.date))},${n(y(g.amount))}`).join('')}`
        : '',
    ticks,
    months: [1, 4, 7, 10].map((month) => ({ month, x: x(`${year}-${String(month).padStart(2, '0')}-15`) })),
    end: { x: x(last.date), y: y(last.cumulative!), value: last.cumulative!, half: last.cumulativeHalfWidth },
    goal: goal && { x: x(goal.date), y: y(goal.amount), value: goal.amount },
  };
}
