import { describe, expect, it } from 'vitest';
import type { HealthState, WireHealthPart } from '../../../../domain/wire-devices.ts';
import { healthEn } from '../../messages/health/en.ts';
import { healthZh } from '../../messages/health/zh.ts';
import { saidOf, worst, worstFirst } from './parts.ts';
import { keptSamples, range, trendPath, withSample, type Samples } from './samples.ts';

const part = (name: WireHealthPart['part'], state: HealthState, code: string | null = null): WireHealthPart => ({
  part: name,
  name: null,
  state,
  code,
  detail: null,
  since: null,
});

describe('the parts', () => {
  const parts = [
    part('store', 'ok'),
    part('tls', 'off'),
    part('influx', 'failing', 'away'),
    part('source', 'degraded'),
  ];
  it('stand worst first, those that are well in the way of a reading', () => {
    expect(worstFirst(parts).map((p) => p.part)).toEqual(['influx', 'source', 'store', 'tls']);
    expect(worst(parts)).toBe('failing');
    expect(worst([part('tls', 'off')])).toBe('off');
  });
  it('say what failed, what holds and what to do by their code, else by their kind', () => {
    for (const m of [healthZh, healthEn]) {
      expect(saidOf(part('influx', 'failing', 'away'), m)).toBe(m.codes['influx:away']);
      expect(saidOf(part('influx', 'failing', 'code-of-tomorrow'), m)).toBe(m.troubles.influx);
      expect(saidOf(part('influx', 'ok'), m)).toBeNull();
      expect(saidOf(part('influx', 'off'), m)).toBeNull();
    }
  });
});

describe('a figure over the minutes', () => {
  it('keeps five minutes and no more', () => {
    let samples: Samples = [];
    for (let i = 0; i < keptSamples + 20; i++) samples = withSample(samples, i);
    expect([samples.length, samples[0]]).toEqual([keptSamples, 20]);
  });
  it('ends at the right edge; an answer that did not come is a gap, not a fall to zero', () => {
    expect(trendPath([2, null, 4, 4], keptSamples - 1, 10)).toBe('M146.0 5.0h0M148.0 0.0L149.0 0.0');
    expect(range([2, null, 4])).toEqual({ low: 2, high: 4 });
  });
  it('of zeros lies on the ground, of nothing is nothing', () => {
    expect(trendPath([0, 0], keptSamples - 1, 10)).toBe('M148.0 10.0L149.0 10.0');
    expect([trendPath([], 100, 10), range([null])]).toEqual(['', null]);
  });
});
