import { getAt } from './field-path.ts';
import type { Placed } from './form-fields.ts';

/** What is wrong before the server is asked: codes by path (words: `wrong`). It checks again, and more. */
export type Wrong = ReadonlyMap<string, string>;

const decimal = /^-?\d+(\.\d+)?$/;
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

function ofField({ path, kind, required, signed }: Placed, value: unknown): string | null {
  const list = Array.isArray(value);
  if (value === undefined || value === null || value === '' || (list && value.length === 0))
    return required ? (kind === 'meters' ? 'meters' : 'required') : null;
  const text = String(value);
  const number = decimal.test(text) ? Number(text) : null;
  if (path === 'id') return /^[^\s/+#]{1,64}$/u.test(text) ? null : 'id';
  if (kind === 'date') return isDate(text) ? null : 'date';
  if (kind === 'year') return /^(19|20|21)\d\d$/.test(text) ? null : 'year';
  if (kind === 'number') return number === null ? 'amount' : null;
  if (kind === 'amount') return number === null ? 'amount' : number < 0 && !signed ? 'not-negative' : null;
  if (kind === 'percent') return number === null ? 'amount' : number < 0 || number > 100 ? 'percent' : null;
  if (kind === 'share') return number === null ? 'amount' : number < 0 || number > 1 ? 'share' : null;
  if (kind === 'hours') {
    const spans = list ? value.map(String) : text.split(/[,，]/);
    const span = /^\s*\d{1,2}(:\d\d)?\s*[-–~]\s*\d{1,2}(:\d\d)?\s*$/;
    return text === 'all' || spans.every((one) => span.test(one)) ? null : 'hours';
  }
  return null;
}

/** @param document as it would be sent */
export function check(document: unknown, inputs: readonly Placed[]): Wrong {
  const wrong = new Map<string, string>();
  for (const input of inputs) {
    const code = ofField(input, getAt(document, input.path));
    if (code !== null) wrong.set(input.path, code);
  }
  const mark = (path: string, code: string) => {
    if (!wrong.has(path)) wrong.set(path, code);
  };
  const text = (path: string): string | null => {
    const value = getAt(document, path);
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const order = (from: string, to: string) => {
    const [first, last] = [text(from), text(to)];
    if (first !== null && last !== null && last < first) mark(to, 'order');
  };
  order('start', 'end');
  order('base.from', 'base.to');
  rows(document, 'adjustments').forEach((_, at) => order(`adjustments[${at}].from`, `adjustments[${at}].to`));
  const [low, high] = [getAt(document, 'comfort.minC'), getAt(document, 'comfort.maxC')];
  if (typeof low === 'number' && typeof high === 'number' && high < low) mark('comfort.maxC', 'min-max');
  for (const list of ['guarantee', 'share']) {
    const years = rows(document, list).map((row) => (row as { year?: unknown } | null)?.year);
    years.forEach((year, at) => {
      if (year !== undefined && years.indexOf(year) < at) mark(`${list}[${at}].year`, 'twice');
    });
  }
  rows(document, 'investment').forEach((_, at) => {
    const [before, due] = [text(`investment[${at - 1}].due`), text(`investment[${at}].due`)];
    if (at > 0 && before !== null && due !== null && due < before) mark(`investment[${at}].due`, 'ascending');
  });
  return wrong;
}

function rows(document: unknown, list: string): readonly unknown[] {
  const found = getAt(document, list);
  return Array.isArray(found) ? found : [];
}
