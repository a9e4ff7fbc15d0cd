import { area, line } from 'd3';
import type { Mark } from './mark.ts';
import type { Scale } from './scale.ts';

/** Marks → SVG path data. Numbers keep one decimal: more is not visible and makes paths long. */
const middle = (m: Mark) => (m.at + m.until) / 2;
const px = (v: number) => Math.round(v * 10) / 10;

/** A line through the values, each at the middle of its interval; `null` breaks it. */
export function linePath(marks: readonly Mark[], x: Scale, y: Scale): string {
  const path = line<Mark>()
    .defined((m) => m.value !== null)
    .x((m) => px(x(middle(m))))
    .y((m) => px(y(m.value!)));
  return path(marks as Mark[]) ?? '';
}

/** Steps, each as wide as its interval: for a sum, which has no value at an instant. */
export function stepPath(marks: readonly Mark[], x: Scale, y: Scale): string {
  let path = '';
  let pen = false;
  for (const m of marks) {
    if (m.value === null) {
      pen = false;
      continue;
    }
    path += `${pen ? 'L' : 'M'}${px(x(m.at))},${px(y(m.value))}H${px(x(m.until))}`;
    pen = true;
  }
  return path;
}

/** A level across each bar, as wide as it: what it is compared with. */
export function levelsPath(marks: readonly Mark[], x: Scale, y: Scale): string {
  let path = '';
  for (const m of marks) if (m.value !== null) path += `M${px(x(m.at))},${px(y(m.value))}H${px(x(m.until))}`;
  return path;
}

/** From `min` to `max` of each interval. */
export function rangePath(marks: readonly Mark[], x: Scale, y: Scale): string {
  const path = area<Mark>()
    .defined((m) => m.value !== null && typeof m.min === 'number' && typeof m.max === 'number')
    .x((m) => px(x(middle(m))))
    .y0((m) => px(y(m.min!)))
    .y1((m) => px(y(m.max!)));
  return path(marks as Mark[]) ?? '';
}

/** All bars as one path: a year of hours is one element, not thousands. */
export function barsPath(marks: readonly Mark[], x: Scale, y: Scale): string {
  const zero = y(0);
  let path = '';
  for (const m of marks) {
    if (m.value === null || m.value === 0) continue;
    const left = x(m.at);
    const width = x(m.until) - left;
    // A gap between bars as soon as there is room for it.
    const space = width > 6 ? Math.min(4, width * 0.2) : width > 3 ? 1 : 0;
    path += `M${px(left + space / 2)},${px(zero)}V${px(y(m.value))}h${px(width - space)}V${px(zero)}Z`;
  }
  return path;
}
