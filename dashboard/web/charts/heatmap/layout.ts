import { hoursADay, type HourGrid } from './grid.ts';

/** Where the cells of a grid stand. All days share the room; their edges fall on pixels of the device, so that none is blurred. */
export interface HeatLayout {
  readonly left: number;
  readonly top: number;
  /** Mean width of a day; `edgeOf` says where one begins. */
  readonly column: number;
  readonly row: number;
  /** Space between cells, where there is room for it. */
  readonly gap: number;
  readonly width: number;
  readonly height: number;
  /** Days that are left out at the beginning, because they would be thinner than a pixel of the device. */
  readonly skipped: number;
  /** Pixels of the device in one of the page. */
  readonly ratio: number;
}

export function layoutOf(days: number, room: number, { row = 9, left = 38, top = 16, ratio = 1 } = {}): HeatLayout {
  const across = Math.max(1, room - left);
  const column = Math.max(1 / ratio, across / Math.max(1, days));
  const fit = Math.max(1, Math.min(days, Math.floor(across / column + 1e-6)));
  const gap = column >= 5 ? 1 : 0;
  const width = Math.round(fit * column * ratio) / ratio;
  return { left, top, column, row, gap, width, height: hoursADay * row, skipped: days - fit, ratio };
}

/** Left edge of a day. */
export function edgeOf({ left, column, skipped, ratio }: HeatLayout, day: number): number {
  return left + Math.round((day - skipped) * column * ratio) / ratio;
}

/** What a day's cells are wide, without the space behind them. */
export function widthOf(layout: HeatLayout, day: number): number {
  return edgeOf(layout, day + 1) - edgeOf(layout, day) - layout.gap;
}

export interface CellAt {
  readonly day: number;
  readonly hour: number;
}

/** The cell under a point of the plot; null beside the grid. */
export function cellAt(layout: HeatLayout, x: number, y: number): CellAt | null {
  const { left, top, column, row, width, skipped } = layout;
  const hour = Math.floor((y - top) / row);
  if (x < left || x >= left + width || hour < 0 || hour >= hoursADay) return null;
  const near = skipped + Math.floor((x - left) / column);
  // An edge may stand up to half a pixel beside where the mean width puts it.
  const day = x < edgeOf(layout, near) ? near - 1 : x >= edgeOf(layout, near + 1) ? near + 1 : near;
  return { day, hour };
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
  const { top, row, gap, skipped } = layout;
  for (let day = skipped; day < grid.dates.length; day++) {
    const x = edgeOf(layout, day);
    const width = widthOf(layout, day);
    for (let hour = 0; hour < hoursADay; hour++) {
      if (!test(day * hoursADay + hour)) continue;
      // Neighbours below one another are one piece.
      const from = hour;
      if (gap === 0) while (hour + 1 < hoursADay && test(day * hoursADay + hour + 1)) hour++;
      path += `M${x},${top + from * row}h${width}v${(hour - from + 1) * row - gap}h${-width}Z`;
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
  return dates.flatMap((date, day) =>
    day >= layout.skipped && date.endsWith('-01')
      ? [{ x: edgeOf(layout, day), month: Number(date.slice(5, 7)), year: date.slice(0, 4) }]
      : [],
  );
}
