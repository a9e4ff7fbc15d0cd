/** Small plots as SVG text: no script, no font of their own, readable on paper and on a dark page. */

const ink = '#1f2933';
const grid = '#d9dee3';
const font = 'font-family="system-ui, sans-serif" font-size="11"';

export interface DotRow {
  readonly label: string;
  readonly dots: readonly { readonly at: number; readonly series: number; readonly halfWidth?: number }[];
}
export interface DotPlot {
  readonly title: string;
  readonly rows: readonly DotRow[];
  readonly series: readonly string[];
  /** Ticks ascending; the first and last are the ends of the axis. */
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
  readonly axis: string;
  /** A line to hold the dots against, with its name. */
  readonly marked?: { readonly at: number; readonly text: string };
}

export const colours = ['#0b6e99', '#c8553d', '#5b8c3e', '#8f5fb0', '#b88a1b', '#5f6b76'] as const;

/** A row a meter, a dot a series, with a line for the band where there is one. */
export function dotPlot({ title, rows, series, ticks, axis, marked }: DotPlot): string {
  const [left, right, top, step] = [250, 20, 62, 18];
  const width = 820;
  const bottom = top + rows.length * step;
  const height = bottom + 44;
  const [low, high] = [ticks[0]!.at, ticks.at(-1)!.at];
  const x = (at: number): number =>
    left + ((Math.min(Math.max(at, low), high) - low) / (high - low)) * (width - left - right);
  const parts = ticks.map(
    ({ at, text }) => `${line(x(at), top - 6, x(at), bottom, grid)}${label(x(at), bottom + 14, text, 'middle')}`,
  );
  if (marked) {
    parts.push(line(x(marked.at), top - 6, x(marked.at), bottom, ink, 'stroke-dasharray="4 3"'));
    parts.push(label(x(marked.at) + 4, top - 10, marked.text, 'start'));
  }
  rows.forEach(({ label: name, dots }, row) => {
    const y = top + row * step + step / 2;
    parts.push(label(left - 10, y + 4, name, 'end'));
    dots.forEach(({ at, series: which, halfWidth }) => {
      const colour = colours[which % colours.length]!;
      const dy = (which - (series.length - 1) / 2) * 2.4;
      if (halfWidth !== undefined) {
        parts.push(line(x(at - halfWidth), y + dy, x(at + halfWidth), y + dy, colour, 'stroke-width="1.5"'));
      }
      parts.push(`<circle cx="${round(x(at))}" cy="${round(y + dy)}" r="3" fill="${colour}"/>`);
    });
  });
  parts.push(label((left + width - right) / 2, height - 12, axis, 'middle'));
  return svg(width, height, title, [...legend(series, left), ...parts]);
}

export interface BandPlot {
  readonly title: string;
  readonly unit: string;
  readonly points: readonly { readonly date: string; readonly value: number; readonly halfWidth: number | null }[];
}

/** A line over time with its band. */
export function bandPlot({ title, unit, points }: BandPlot): string {
  const [left, right, top, width, height] = [80, 20, 40, 760, 260];
  const bottom = height - 30;
  const edges = points.flatMap(({ value, halfWidth }) => [value - (halfWidth ?? 0), value + (halfWidth ?? 0)]);
  const [low, high] = [Math.min(0, ...edges), Math.max(0, ...edges)];
  const x = (i: number): number => left + (i / Math.max(1, points.length - 1)) * (width - left - right);
  const y = (value: number): number => bottom - ((value - low) / (high - low || 1)) * (bottom - top);
  const path = (values: readonly number[], from = 0): string =>
    values.map((value, i) => `${round(x(from < 0 ? values.length - 1 - i : i))},${round(y(value))}`).join(' ');
  const upper = points.map(({ value, halfWidth }) => value + (halfWidth ?? 0));
  const lower = points.map(({ value, halfWidth }) => value - (halfWidth ?? 0)).reverse();
  const parts = [low, 0, high]
    .filter((value) => value === 0 || Math.abs(value) > 0.1 * (high - low))
    .map(
      (value) =>
        `${line(left, y(value), width - right, y(value), value === 0 ? ink : grid)}${label(left - 8, y(value) + 4, thousands(value), 'end')}`,
    );
  parts.push(`<polygon points="${path(upper)} ${path(lower, -1)}" fill="${colours[0]}" fill-opacity="0.2"/>`);
  parts.push(
    `<polyline points="${path(points.map((point) => point.value))}" fill="none" stroke="${colours[0]}" stroke-width="1.5"/>`,
  );
  points.forEach(({ date }, i) => {
    if (date.endsWith('-01') && Number(date.slice(5, 7)) % 3 === 1) {
      parts.push(label(x(i), bottom + 16, date.slice(0, 7), 'middle'));
    }
  });
  parts.push(label(left, top - 8, unit, 'start'));
  return svg(width, height, title, parts);
}

function legend(series: readonly string[], left: number): string[] {
  let at = left;
  return series.map((name, i) => {
    const here = at;
    at += 26 + name.length * 6.4;
    return `<circle cx="${round(here)}" cy="36" r="4" fill="${colours[i % colours.length]}"/>${label(here + 9, 40, name, 'start')}`;
  });
}

function svg(width: number, height: number, title: string, parts: readonly string[]): string {
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}" ${font}>\n` +
    `<rect width="${width}" height="${height}" fill="#ffffff"/>\n` +
    `<text x="12" y="20" font-size="13" font-weight="600" fill="${ink}">${escaped(title)}</text>\n` +
    `${parts.join('\n')}\n</svg>\n`
  );
}

function line(x1: number, y1: number, x2: number, y2: number, colour: string, more = ''): string {
  return `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" stroke="${colour}" ${more}/>`;
}

function label(x: number, y: number, text: string, anchor: 'start' | 'middle' | 'end'): string {
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}" fill="${ink}">${escaped(text)}</text>`;
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function thousands(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}
