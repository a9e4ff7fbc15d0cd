import type { WireVerdict } from '../../../../domain/wire-quality.ts';
import { exact, type Format } from '../../format/index.ts';
import type { QualityMessages } from '../../messages/quality/type.ts';

/** One line of evidence: what, and its figure. */
export interface EvidenceLine {
  readonly key: string;
  readonly name: string;
  readonly value: string;
}

/** As people weigh them: what happened, then what it is held against. */
const order = [
  ...['used', 'value', 'least', 'most', 'readings', 'closing', 'opening', 'swapAt', 'elapsedMs'],
  ...['days', 'perDay', 'stoodStillDays', 'stillFromAt', 'stillLonger', 'stillSteps', 'caughtUpAt'],
  ...['meanPerDay', 'usualPerDay', 'meanPerHour', 'usualPerHour', 'limit', 'limitFrom', 'digits', 'because'],
  ...['offsetMs', 'neighboursOffsetMs', 'proposed', 'announced', 'decided'],
];
const plain = new Set(['digits', 'days', 'readings', 'stoodStillDays', 'stillSteps']);

type Shown = Pick<WireVerdict, 'evidence' | 'unit' | 'before' | 'after'>;

/** The verdict's evidence in words with its numbers; what the dictionary does not know keeps its own name. */
export function evidenceLines(verdict: Shown, m: QualityMessages['evidence'], f: Format): readonly EvidenceLine[] {
  const { evidence, unit } = verdict;
  // A proposed swap repeats the readings on either side.
  const isSaid = (key: string) =>
    (key === 'closing' && evidence[key] === verdict.before) || (key === 'opening' && evidence[key] === verdict.after);
  const rank = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length);
  const keys = Object.keys(evidence)
    .filter((key) => evidence[key] !== false && !isSaid(key))
    .sort((a, b) => rank(a) - rank(b));
  const lines = keys.map((key) => ({ key, name: m.names[key] ?? key, value: said(key, evidence[key]!, unit, m, f) }));
  const around = (key: 'before' | 'after') => {
    const value = verdict[key];
    return value === null ? [] : [{ key, name: m[key], value: f.readingText(tidy(value), unit) }];
  };
  return [...around('before'), ...around('after'), ...lines];
}

function said(
  key: string,
  value: number | string | boolean,
  unit: string | null,
  m: QualityMessages['evidence'],
  f: Format,
) {
  if (value === true) return m.yes;
  if (key === 'limitFrom') return m.limitsFrom[String(value)] ?? String(value);
  if (key === 'because') return m.because[String(value)] ?? String(value);
  if (key.endsWith('At')) return at(value, f);
  if (key.endsWith('Ms')) return typeof value === 'number' ? signed(value, f) : String(value);
  if (typeof value !== 'number') return String(value);
  // What was computed is no reading: four figures say enough.
  if (/^(mean|usual|limit|perDay)/.test(key)) return f.readingText(Number(value.toPrecision(4)), unit);
  return plain.has(key) ? exact(value) : f.readingText(tidy(value), unit);
}

function at(value: number | string | boolean, f: Format): string {
  const ms = typeof value === 'number' ? value : Date.parse(String(value));
  return Number.isNaN(ms) ? String(value) : `${f.date(ms)} ${f.clock(ms)}`;
}

const signed = (ms: number, f: Format) => `${ms < 0 ? '−' : ''}${f.duration(ms)}`;

/** Sums of decimals carry dust in their last digits. */
export const tidy = (value: number): number => Number(value.toPrecision(10));
