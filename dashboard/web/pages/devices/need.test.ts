import { describe, expect, it } from 'vitest';
import type { WireDeviceFault } from '../../../../domain/wire-devices.ts';
import { device } from './fakes.ts';
import { byNeed, clockFault, conditionOf, conditionSigns, countKinds, matcher } from './need.ts';

const all = { q: '', kind: null, building: null, state: null, errors: false };
const fault = (at: string): WireDeviceFault => ({
  at,
  what: 'quarantined',
  reason: 'ts-before-2000',
  detail: '',
  excerpt: null,
});

describe('the order of the list', () => {
  it('puts first who is refused or silent, then wrong clocks, and newer faults before older ones', () => {
    const list = [
      device('E-0121', { state: 'silent' }),
      device('E-0119'),
      device('E-0118', { clockOffsetSeconds: -3660 }),
      device('P-0115', { fault: fault('2026-10-30T04:00:00+08:00') }),
      device('W-0188', { state: 'no-secret', gateway: 'G-07' }),
      device('E-0413', { state: 'new' }),
      device('E-0412', { state: 'refused' }),
      device('P-0116', { fault: fault('2026-11-23T04:00:00+08:00') }),
    ];
    expect(byNeed(list).map(({ id }) => id)).toEqual([
      'E-0412',
      'E-0121',
      'E-0118',
      'E-0413',
      'P-0116',
      'P-0115',
      'E-0119',
      'W-0188',
    ]);
  });
});

describe('a clock', () => {
  it('that is an hour ahead is said though readings come; one that is seconds off is not', () => {
    expect(conditionOf(device('E', { clockOffsetSeconds: -3660 }))).toBe('clock-fast');
    expect(conditionOf(device('E', { clockOffsetSeconds: 1800 }))).toBe('clock-slow');
    expect([null, 0.9, -2.1, -60, 300].map(clockFault)).toEqual([null, null, null, null, null]);
  });
  it('does not hide that the device is silent', () =>
    expect(conditionOf(device('E', { state: 'silent', clockOffsetSeconds: -3660 }))).toBe('silent'));
});

it('a meter behind a gateway lacks nothing, one whose secret was revoked does', () => {
  expect(conditionSigns[conditionOf(device('W', { state: 'no-secret', gateway: 'G-07' }))]).toBe('due');
  expect(conditionSigns[conditionOf(device('W', { state: 'no-secret' }))]).toBe('notice');
});

describe('the filter', () => {
  const has = (query: Partial<typeof all>, d = device('E-0412')) => matcher({ ...all, ...query } as never)(d);
  it('finds id, place, gateway and address in any case and width', () => {
    for (const q of ['e-04', '滨江', '10.36.4', 'Ｅ-0412 2 号楼']) expect(has({ q }), q).toBe(true);
    expect(has({ q: 'G-07' })).toBe(false);
    expect(has({ q: 'g-07' }, device('W', { gateway: 'G-07' }))).toBe(true);
  });
  it('shows only those with errors, of one kind, state or building', () => {
    expect(has({ errors: true })).toBe(false);
    expect(has({ errors: true }, device('E', { fault: fault('2026-11-23T04:00:00+08:00') }))).toBe(true);
    expect(has({ kind: 'gateway' } as never)).toBe(false);
    expect(has({ state: 'silent' } as never)).toBe(false);
    expect(has({ building: 'B-03' } as never)).toBe(false);
  });
});

it('kinds that there are none of are not counted as 0', () =>
  expect([...countKinds([device('E'), device('G', { kind: 'gateway' }), device('W')])]).toEqual([
    ['meter', 2],
    ['gateway', 1],
  ]));
