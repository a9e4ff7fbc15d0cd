import type { Format } from '../format/index.ts';
import type { SeriesChartModel } from './chart.ts';

/** A cell of a CSV; text that a spreadsheet would run as a formula is kept text. */
export function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * The data of a chart, unrounded, with what they are: title, period, source and data state as comment lines before a
 * header in English (the names of the API, so that programs read it in either language).
 */
export function csvOf(
  model: SeriesChartModel,
  words: { readonly source: string; readonly state: string },
  f: Format,
): string {
  const comments = [model.title, model.period, words.source, words.state].map(
    (text) => `# ${text.replace(/[\r\n]+/g, ' ')}`,
  );
  const header = ['ts', 'value', 'unit', 'quality', 'coverage', 'min', 'max', 'partial'].join(',');
  const rows = model.marks.map((m) =>
    [
      f.iso(m.at),
      m.value,
      model.unit ?? '',
      m.quality,
      m.coverage,
      m.min ?? null,
      m.max ?? null,
      m.partial ? 'true' : '',
    ]
      .map(cell)
      .join(','),
  );
  // The byte order mark lets spreadsheets see that it is UTF-8.
  return `\ufeff${[...comments, header, ...rows].join('\r\n')}\r\n`;
}
