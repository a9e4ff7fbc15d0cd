/** One figure of a benchmark, with the bound that the project set itself. */
export interface Figure {
  readonly benchmark: string;
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** `[comparison, bound]`; absent: a figure to know, not a promise. */
  readonly bound?: readonly ['<' | '>=', number];
}

export type Add = (what: string, value: number, unit: string, bound?: Figure['bound']) => void;

/** Puts figures of one benchmark beside the others. */
export function adds(benchmark: string, figures: Figure[]): Add {
  return (what, value, unit, bound) => figures.push({ benchmark, what, value, unit, bound });
}

export function meets(figure: Figure): boolean | null {
  if (figure.bound === undefined) return null;
  const [comparison, bound] = figure.bound;
  return comparison === '<' ? figure.value < bound : figure.value >= bound;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

export function table(figures: readonly Figure[]): string {
  const rows = figures.map((f) => [
    f.benchmark,
    f.what,
    `${f.value >= 1000 ? Math.round(f.value).toLocaleString('en-US') : Number(f.value.toPrecision(3))} ${f.unit}`.trim(),
    f.bound === undefined ? '' : `${f.bound[0]} ${f.bound[1].toLocaleString('en-US')}`,
    { true: 'met', false: 'NOT MET', null: '' }[String(meets(f))] ?? '',
  ]);
  const head = ['benchmark', 'figure', 'value', 'bound', ''];
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => (row[i] as string).length)));
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] as number))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
