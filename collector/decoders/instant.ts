import { parseTimestamp, type TimestampProblem } from '../../domain/time/timestamp.ts';
import { quarantined, type Quarantined } from '../judgement.ts';
import { describe } from './describe.ts';

const complaints: Record<TimestampProblem['reason'], string> = {
  'ts-unreadable': 'neither ISO 8601 nor epoch milliseconds',
  'ts-without-offset': 'a time without an offset from UTC',
  'ts-before-2000': 'before 2000',
  'ts-too-far-ahead': 'over 48 h ahead',
};

/** An item's `ts` as ms UTC, or its quarantine. */
export function instantOf(ts: unknown, judgedAt: number): number | Quarantined {
  const parsed = parseTimestamp(ts, judgedAt);
  if (typeof parsed === 'number') return parsed;
  return quarantined(parsed.reason, `ts is ${describe(ts)}, ${complaints[parsed.reason]}`);
}
