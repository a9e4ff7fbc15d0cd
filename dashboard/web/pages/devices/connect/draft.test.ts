import { describe, expect, it } from 'vitest';
import { bodyOf, check, emptyDraft, serverErrors, usual, type MeterDraft } from './draft.ts';

const draft = (more: Partial<MeterDraft> = {}): MeterDraft => ({
  ...emptyDraft('E-0412', ''),
  building: 'B-02',
  ...more,
});
const faults = (more: Partial<MeterDraft>) => check(draft(more), (id) => id === 'E-0119');

describe('a new meter', () => {
  it('is taken with what its carrier usually has', () => {
    expect(faults({})).toEqual({});
    expect(usual('water')).toEqual({ point: 'volume_m3', unit: 'm³', digits: '6', decimals: '2' });
    // A thermometer never rolls over.
    expect(usual('indoor')).toEqual({ point: 'temperature_c', unit: '°C', digits: '', decimals: '' });
  });
  it('is not taken with an id that would be a filter, or that is there', () => {
    expect(['', 'v1/+/x', '#', 'a b', 'E-0119'].map((id) => faults({ id }).id)).toEqual([
      'id-missing',
      'id-unusable',
      'id-unusable',
      'id-unusable',
      'id-taken',
    ]);
  });
  it('says what is wrong with each figure', () =>
    expect(
      faults({
        building: '',
        point: 'kWh total',
        unit: ' ',
        digits: '0',
        decimals: '1.5',
        multiplier: '0',
        interval: '15',
      }),
    ).toEqual({
      building: 'building-missing',
      point: 'point-unusable',
      unit: 'unit-missing',
      digits: 'digits-range',
      decimals: 'decimals-range',
      multiplier: 'multiplier-positive',
      interval: 'interval-form',
    }));
  it('becomes a row of the portfolio, what is empty left out', () => {
    expect(bodyOf(draft({ id: ' E-0412 ', multiplier: '１,０００', digits: '' }))).toEqual({
      kind: 'meter',
      id: 'E-0412',
      building: 'B-02',
      carrier: 'electricity',
      register: { point: 'energy_kwh', unit: 'kWh', decimals: 2, multiplier: 1000 },
      interval: '15m',
    });
    expect(bodyOf(draft({ gateway: 'G-07' }))).toMatchObject({ gateway: 'G-07' });
  });
});

it('the server’s findings stand at their fields, the others below', () => {
  const error = (path: string, message: string) => ({ path, code: 'invalid', message });
  const errors = [error('meters[0].register.digits', 'At most 12'), error('', 'Nothing was imported')];
  const problem = { status: 422, code: 'portfolio-faults', detail: null, retryAfterSeconds: null, at: 0, errors };
  expect(serverErrors(problem)).toEqual({ fields: { digits: 'At most 12' }, rest: ['Nothing was imported'] });
});
