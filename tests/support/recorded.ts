import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { packageRoot } from './product.ts';

/** Real meter recordings beside the repository; tests that need them skip by name where they are absent. */
export const recordings = join(packageRoot, '../shared/data/hourly');
export const haveRecordings = existsSync(recordings);

export interface RecordedHour {
  readonly startsAt: number;
  /** As written in the recording; '' = missing. */
  readonly value: string;
}

/** An hourly recording: `timestamp_utc,value`. Electricity 0 stands for missing there. */
export function readRecording(name: string, from: string, to: string): RecordedHour[] {
  const [, ...rows] = gunzipSync(readFileSync(join(recordings, name)))
    .toString('utf8')
    .trim()
    .split('\n');
  const electricity = name.includes('electricity');
  return rows
    .map((row) => row.split(',') as [string, string])
    .filter(([ts]) => ts >= from && ts < to)
    .map(([ts, value]) => ({
      startsAt: Date.parse(ts),
      value: value === '' || (electricity && Number(value) === 0) ? '' : value,
    }));
}
