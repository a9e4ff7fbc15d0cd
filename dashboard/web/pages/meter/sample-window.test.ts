import { describe, expect, it } from 'vitest';
import { gaps } from '../../charts/gaps.ts';
import { marksOfSamples, merged, type Mark } from '../../charts/mark.ts';
import { bucketMs, sampleWindow, windowMs } from './sample-window.ts';

const hour = 3_600_000;
const start = Date.UTC(2026, 10, 23);
/** Power with a spike now and then, as a lift or a pump makes it. */
const power = (i: number) => (i % 997 === 0 ? 80 : 10 + (i % 13));

/** A page open for so long, told one sample each `everyMs`. */
function opened(hours: number, everyMs: number): { marks: readonly Mark[]; lengths: number[]; now: number } {
  let [marks, now, i]: [readonly Mark[], number, number] = [[], start, 0];
  const lengths: number[] = [];
  // Twenty samples a message: the same result, and a quicker test.
  for (; now < start + hours * hour;) {
    const fresh: [number, number][] = [];
    for (let k = 0; k < 20; k++) fresh.push([(now += everyMs), power(i++)]);
    marks = sampleWindow(merged(marks, marksOfSamples(fresh)), now);
    lengths.push(marks.length);
  }
  return { marks, lengths, now };
}

describe('a meter’s page that is left open', () => {
  it('keeps a day of a meter that speaks each minute, every sample of it', () => {
    const { marks, now } = opened(60, 60_000);
    expect(marks.length).toBe(windowMs / 60_000 + 1);
    expect(marks[0]!.at).toBe(now - windowMs);
  });

  it('does not grow with a meter that speaks each second, once a day is full', () => {
    const { lengths } = opened(33, 1_000);
    const atOneDay = lengths[Math.round((lengths.length * 26) / 33)]!;
    expect(atOneDay).toBeLessThan(4 * (windowMs / bucketMs) + 100);
    expect(lengths.at(-1)! / atOneDay).toBeCloseTo(1, 2);
  });

  it('draws the same line: no extreme is lost, and no gap appears where the meter spoke', () => {
    const { marks, now } = opened(2, 1_000);
    const spikes = Array.from({ length: Math.ceil((2 * hour) / 997_000) }, (_, i) => start + 997_000 * i + 1_000);
    expect(marks.filter(({ value }) => value === 80).map(({ at }) => at)).toEqual(spikes);
    expect(gaps(marks, start, now, bucketMs)).toEqual([]);
  });

  it('leaves a real gap as it is', () => {
    const samples = Array.from({ length: 600 }, (_, i): [number, number] => [
      start + (i < 300 ? i : i + 120) * 1_000,
      i,
    ]);
    const kept = sampleWindow(marksOfSamples(samples), start + hour);
    expect(gaps(kept, start, start + 719_000, bucketMs)).toEqual([{ from: start + 299_000, to: start + 420_000 }]);
  });

  it('leaves the newest readings as they came', () => {
    const { marks, now } = opened(1, 1_000);
    expect(marks.slice(-12).map(({ at }) => at)).toEqual(Array.from({ length: 12 }, (_, i) => now - (11 - i) * 1_000));
  });
});
