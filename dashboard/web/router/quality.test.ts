import { describe, expect, it } from 'vitest';
import { parseRoute, paths } from './route.ts';

describe('the address of data quality', () => {
  const none = { tab: 'open', rule: null, building: null, carrier: null, meter: null, verdict: null } as const;

  it('opens the page as it was', () => {
    const query = {
      ...none,
      tab: 'decided',
      rule: 'swap',
      building: '总馆 1',
      verdict: 'E-1~energy_kwh~swap~17',
    } as const;
    const { pathname, search } = new URL(paths.quality(query), 'http://x');
    expect(parseRoute(pathname, search)).toEqual({ page: 'quality', ...query });
  });

  it('what is usual is left out, and what nobody knows is not taken', () => {
    expect(paths.quality(none)).toBe('/quality');
    expect(parseRoute('/quality', '?tab=secret&rule=magic')).toEqual({ page: 'quality', ...none });
    expect(parseRoute('/quality/enter', '')).toEqual({ page: 'quality-entry' });
    expect(parseRoute('/quality/else', '')).toEqual({ page: 'unknown' });
  });
});
