import { describe, expect, it } from 'vitest';
import type { WireMeter } from '../../../../domain/wire.ts';
import { flatLines, lines, matcher } from './filter.ts';
import { ratePoint, rowOf, stateAt } from './state.ts';
import { verificationOf } from './verification.ts';

function meter(id: string, more: Partial<WireMeter> = {}): WireMeter {
  return {
    id,
    building: 'B-1',
    buildingName: '市图书馆',
    institution: 'I-1',
    institutionName: '市文旅局',
    parent: null,
    carrier: 'electricity',
    endUse: null,
    register: { point: 'energy_kwh', unit: 'kWh', digits: 6, decimals: 2, multiplier: 1 },
    replacements: [],
    maxPerHour: null,
    interval: '15m',
    intervalMs: 900_000,
    gateway: null,
    verifiedUntil: null,
    virtual: null,
    demo: false,
    state: 'live',
    ageSeconds: 1,
    lastReading: null,
    points: ['energy_kwh', 'power_kw'],
    ...more,
  };
}
const all = { q: '', carrier: null, state: null, building: null, due: null, sort: null };

describe('a meter that sends no more', () => {
  it('is late after one and a half intervals and silent after three, without any message', () => {
    const minute = 60_000;
    const states = [0, 1.5, 1.6, 3, 3.1].map((n) => stateAt(0, minute, n * minute));
    expect(states).toEqual(['live', 'live', 'late', 'late', 'silent']);
    expect(stateAt(null, minute, 0)).toBe('never');
  });
});

describe('the list', () => {
  it('stands by building, sub-meters below their parent', () => {
    const found = lines([
      meter('E-3', { building: 'B-2', buildingName: '档案馆' }),
      meter('W-1', { carrier: 'water' }),
      meter('E-2', { parent: 'E-1' }),
      meter('E-1'),
    ]);
    expect(
      found.map((l) => (l.kind === 'building' ? `${l.name} ${l.count}` : `${'·'.repeat(l.depth)}${l.meter.id}`)),
    ).toEqual(['市图书馆 3', 'E-1', '·E-2', 'W-1', '档案馆 1', 'E-3']);
  });
  it('loses no meter when two name each other as parent', () => {
    const found = lines([meter('A', { parent: 'B' }), meter('B', { parent: 'A' }), meter('C', { parent: 'C' })]);
    expect(
      found
        .filter((l) => l.kind === 'meter')
        .map((l) => l.meter.id)
        .sort(),
    ).toEqual(['A', 'B', 'C']);
  });
  it('keeps a sub-meter whose parent the filter hides', () =>
    expect(lines([meter('E-2', { parent: 'E-1' })])).toMatchObject([{ kind: 'building' }, { depth: 0 }]));
});

describe('the filter', () => {
  const has = (query: Partial<typeof all>, m: WireMeter) =>
    matcher({ ...all, ...query } as never, () => 'live', '2026-11-23')(m);
  it('finds every word in id, building, institution or end use, in any case and width', () => {
    const m = meter('E-0301', { endUse: 'hvac' });
    for (const q of ['', 'e-03', '图书馆 0301', '文旅', 'HVAC', 'Ｅ-0301']) expect(has({ q }, m), q).toBe(true);
    expect(has({ q: '图书馆 9999' }, m)).toBe(false);
  });
  it('takes carrier, state and building together', () => {
    const m = meter('E-1');
    expect(has({ carrier: 'electricity', state: 'live', building: 'B-1' } as never, m)).toBe(true);
    expect(has({ carrier: 'water' } as never, m)).toBe(false);
    expect(has({ state: 'silent' } as never, m)).toBe(false);
    expect(has({ building: 'B-2' } as never, m)).toBe(false);
  });
});

describe('verification', () => {
  it('is due thirty days before it ends, and over the day after', () => {
    const states = ['2027-01-01', '2026-12-23', '2026-11-23', '2026-11-22', null].map((date) =>
      verificationOf(date, '2026-11-23'),
    );
    expect(states).toEqual([null, 'soon', 'soon', 'over', null]);
  });
  it('orders the list by its date, those without one last', () => {
    const rows = [
      meter('A'),
      meter('B', { verifiedUntil: '2027-03-01', parent: 'C' }),
      meter('C', { verifiedUntil: '2026-10-01' }),
    ];
    const found = flatLines(rows, { column: 'verified', down: false }, { rate: () => null, age: () => null });
    expect(found.map((line) => line.key)).toEqual(['C', 'B', 'A']);
    expect(rows.filter(matcher({ ...all, due: 'over' }, () => 'live', '2026-11-23')).map(({ id }) => id)).toEqual([
      'C',
    ]);
  });
});

describe('what a meter does right now', () => {
  it('is its power, its flow, or the instantaneous point itself', () => {
    const register = (point: string) => ({ ...meter('x').register, point });
    expect(ratePoint(meter('E'))).toBe('power_kw');
    expect(ratePoint(meter('E', { points: ['energy_kwh'] }))).toBeNull();
    expect(ratePoint(meter('W', { register: register('volume_m3'), points: ['volume_m3', 'flow_m3h'] }))).toBe(
      'flow_m3h',
    );
    expect(ratePoint(meter('T', { register: register('temperature_c'), points: ['temperature_c'] }))).toBe(
      'temperature_c',
    );
  });
  it('comes from the newest reading', () => {
    const ts = '2026-11-23T14:35:00+08:00';
    const values = { energy_kwh: { value: 12.5, ts, unit: 'kWh' } };
    const row = rowOf(meter('E', { lastReading: { ts, receivedAt: ts, values } }));
    expect(row).toEqual({ id: 'E', state: 'live', lastReadingAt: Date.parse(ts), values: { energy_kwh: 12.5 } });
  });
});
