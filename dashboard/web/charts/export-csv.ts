import type { Quality } from '../../../domain/metering/interval.ts';
import type { Format } from '../format/index.ts';
import type { SeriesChartModel } from './chart.ts';

/** A cell of a CSV; text that a spreadsheet would run as a formula is kept text. */
export function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** What stands at the head of a CSV, in the language on screen. */
export interface CsvWords {
  readonly source: string;
  readonly state: string;
  /** Start, value, unit, quality, known part, least, most, running. */
  readonly columns: readonly [string, string, string, string, string, string, string, string];
  readonly quality: Readonly<Record<Quality, string>>;
  readonly partial: string;
}

/** The data of a chart, unrounded, with what they are: title, period, source and data state as comment lines before them. */
export function csvOf(model: SeriesChartModel, words: CsvWords, f: Format): string {
  const comments = [model.title, model.period, words.source, words.state].map(
    (text) => `# ${text.replace(/[\r\n]+/g, ' ')}`,
  );
  const header = words.columns.map(cell).join(',');
  const rows = model.marks.map((m) =>
    [
      f.iso(m.at),
      m.value,
      model.unit ?? '',
      words.quality[m.quality],
      m.coverage,
      m.min ?? null,
      m.max ?? null,
      m.partial ? words.partial : '',
    ]
      .map(cell)
      .join(','),
  );
  // The byte order mark lets spreadsheets see that it is UTF-8.
  return `\ufeff${[...comments, header, ...rows].join('\r\n')}\r\n`;
}
