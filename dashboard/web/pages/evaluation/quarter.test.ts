import { describe, expect, it } from 'vitest';
import { fit, jpegName } from './photo.ts';
import { quarterOf, stepQuarter } from './quarter.ts';

describe('quarters', () => {
  it('are those of the local date', () => {
    expect(quarterOf('2026-01-01')).toBe('2026Q1');
    expect(quarterOf('2026-11-23')).toBe('2026Q4');
  });
  it('follow each other over the year’s end', () => {
    expect(stepQuarter('2026Q4', 1)).toBe('2027Q1');
    expect(stepQuarter('2026Q1', -1)).toBe('2025Q4');
  });
});

describe('photos', () => {
  it('keep their shape at 1600 px and are never made larger', () => {
    expect(fit(4032, 3024, 1600)).toEqual({ width: 1600, height: 1200 });
    expect(fit(800, 600, 1600)).toEqual({ width: 800, height: 600 });
    expect(fit(1, 9000, 1600)).toEqual({ width: 1, height: 1600 });
  });
  it('are named as what they become', () => {
    expect(jpegName('IMG_2041.HEIC')).toBe('IMG_2041.jpg');
    expect(jpegName('.png')).toBe('photo.jpg');
  });
});
