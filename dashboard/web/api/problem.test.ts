import { describe, expect, it } from 'vitest';
import { readProblem, readRetryAfter } from './problem.ts';

const now = Date.parse('2026-11-23T06:35:00Z');

describe('an answer that says what is wrong', () => {
  it('keeps the code, the detail and the seconds to wait', () => {
    const body = { type: 'about:blank', title: 'Too many tries', status: 429, code: 'too-many-tries', detail: 'Wait.' };
    expect(readProblem(429, '30', body, now)).toMatchObject({
      status: 429,
      code: 'too-many-tries',
      detail: 'Wait.',
      retryAfterSeconds: 30,
      errors: [],
    });
  });
  it.each([['<html>Bad gateway</html>'], [null], [undefined], [{ code: 7, errors: 'no' }]])(
    'from a proxy in between (%j) still has a code',
    (body) => expect(readProblem(502, null, body, now)).toMatchObject({ code: 'http-502', detail: null, errors: [] }),
  );
  it('reads Retry-After as seconds or as a date', () => {
    expect(readRetryAfter('120', now)).toBe(120);
    expect(readRetryAfter('Mon, 23 Nov 2026 06:35:30 GMT', now)).toBe(30);
    expect(readRetryAfter('Mon, 23 Nov 2026 06:34:30 GMT', now)).toBe(0);
    expect(readRetryAfter('soon', now)).toBeNull();
    expect(readRetryAfter(null, now)).toBeNull();
  });
});
