import { describe, expect, it } from 'vitest';
import { keyStep } from './key-step.ts';

function press(key: string, steps: Parameters<typeof keyStep>[1]) {
  let kept = true;
  const event = { key, preventDefault: () => (kept = false) } as unknown as KeyboardEvent;
  return { to: keyStep(event, steps), kept };
}

describe('a chart read with the keys', () => {
  it('stays on its marks when the arrows lead past an end', () => {
    expect(press('ArrowLeft', { left: -7, right: 7, count: 5 })).toEqual({ to: 0, kept: false });
    expect(press('ArrowRight', { left: -7, right: 7, count: 5 })).toEqual({ to: 4, kept: false });
  });
  it('goes to the first and the last mark', () => {
    expect(press('Home', { left: 1, right: 3, count: 5 }).to).toBe(0);
    expect(press('End', { left: 1, right: 3, count: 5 }).to).toBe(4);
  });
  it('leaves every other key, and all keys of an empty chart, to the page', () => {
    expect(press('PageDown', { left: 1, right: 3, count: 5 })).toEqual({ to: null, kept: true });
    expect(press('ArrowRight', { left: -1, right: 0, count: 0 })).toEqual({ to: null, kept: true });
  });
});
