import { hoursADay, lacks, levelOf, levels, type HourGrid } from './grid.ts';
import { edgeOf, widthOf, type HeatLayout } from './layout.ts';

/** Paints whole hours in the colours of the ramp (`--seq-0` … `--seq-6` of the theme); the rest stays clear. */
export function drawCells(canvas: HTMLCanvasElement, layout: HeatLayout, grid: HourGrid): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const { left, row, gap, skipped, ratio } = layout;
  canvas.width = Math.round(layout.width * ratio);
  canvas.height = Math.round(layout.height * ratio);
  canvas.style.width = `${layout.width}px`;
  canvas.style.height = `${layout.height}px`;
  context.scale(ratio, ratio);
  const theme = getComputedStyle(canvas);
  const ramp = Array.from({ length: levels }, (_, level) => theme.getPropertyValue(`--seq-${level}`));
  for (let day = skipped; day < grid.dates.length; day++) {
    const x = edgeOf(layout, day) - left;
    const width = widthOf(layout, day);
    for (let hour = 0; hour < hoursADay; hour++) {
      const cell = day * hoursADay + hour;
      const value = grid.value[cell]!;
      if (Number.isNaN(value) || lacks(grid.quality, cell)) continue;
      context.fillStyle = ramp[levelOf(grid, value)]!;
      // A hairline between the hours, so that a cell can be found.
      context.fillRect(x, hour * row, width, row - Math.max(gap, 0.5));
    }
  }
}
