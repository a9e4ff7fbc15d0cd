import { describe, expect, it } from 'vitest';
import { rowsInView } from './rows-in-view.ts';

describe('rows in view', () => {
  it('of a long list are a window of it, of a short one all', () => {
    expect(rowsInView(36_000, 900, 36, 12_000)).toEqual({ first: 992, last: 1033 });
    expect(rowsInView(-300, 900, 36, 9)).toEqual({ first: 0, last: 9 });
  });
  it('of a list that a filter has shortened under a scrolled page are never negative', () =>
    expect(rowsInView(36_000, 900, 36, 3)).toEqual({ first: 3, last: 3 }));
});
