import { hoursADay, type HourGrid } from './grid.ts';

/** Where the cells of a grid stand, in whole pixels of the screen, so that no column is blurred. */
export interface HeatLayout {
  readonly left: number;
  readonly top: number;
  readonly column: number;
  readonly row: number;
  /** Space between cells, where there is room for it. */
  readonly gap: number;
  readonly width: number;
  readonly height: number;
  /** Days that are left out at the beginning, because they don't fit. */
  readonly skipped: number;
}

export function layoutOf(days: number, room: number, { row = 9, left = 38, top = 16 } = {}): HeatLayout {
  const column = Math.max(2, Math.floor((room - left) / Math.max(1, days)));
  const fit = Math.max(1, Math.min(days, Math.floor((room - left) / column)));
  const gap = column >= 5 ? 1 : 0;
  return { left, top, column, row, gap, width: fit * column, height: hoursADay * row, skipped: days - fit };
}

export interface CellAt {
  readonly day: number;
  readonly hour: number;
}

/** The cell under a point of the plot; null beside the grid. */
export function cellAt(layout: HeatLayout, x: number, y: number): CellAt | null {
  const day = Math.floor((x - layout.left) / layout.column);
  const hour = Math.floor((y - layout.top) / layout.row);
  if (day < 0 || day * layout.column >= layout.width || hour < 0 || hour >= hoursADay) return null;
  return { day: day + layout.skipped, hour };
}

/** One step of the arrow keys; PageUp and PageDown go by weeks. null: the key doesn't move. */
export function cellStep(key: string, from: CellAt, grid: HourGrid): CellAt | null {
  const steps: Record<string, readonly [number, number]> = {
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, -1],
    ArrowDown: [0, 1],
    PageUp: [-7, 0],
    PageDown: [7, 0],
    Home: [-1e6, 0],
    End: [1e6, 0],
  };
  const step = steps[key];
  if (!step) return null;
  const within = (value: number, end: number) => Math.max(0, Math.min(end - 1, value));
  return { day: within(from.day + step[0], grid.dates.length), hour: within(from.hour + step[1], hoursADay) };
}

/** Path of all cells that `test` accepts, for pictures made of lines. */
export function cellsPath(layout: HeatLayout, grid: HourGrid, test: (cell: number) => boolean): string {
  let path = '';
  const { left, top, column, row, gap, skipped } = layout;
  for (let day = skipped; day < grid.dates.length; day++) {
    const x = left + (day - skipped) * column;
    for (let hour = 0; hour < hoursADay; hour++) {
      if (!test(day * hoursADay + hour)) continue;
      // Neighbours below one another are one piece.
      const from = hour;
      if (gap === 0) while (hour + 1 < hoursADay && test(day * hoursADay + hour + 1)) hour++;
      path += `M${x},${top + from * row}h${column - gap}v${(hour - from + 1) * row - gap}h${gap - column}Z`;
    }
  }
  return path;
}

export interface MonthTick {
  readonly x: number;
  readonly month: number;
  readonly year: string;
}
/** First days of months on screen. */
export function monthTicks(layout: HeatLayout, dates: readonly string[]): readonly MonthTick[] {
  return dates
    .slice(layout.skipped)
    .flatMap((date, i) =>
      date.endsWith('-01')
        ? [{ x: layout.left + i * layout.column, month: Number(date.slice(5, 7)), year: date.slice(0, 4) }]
        : [],
    );
}
