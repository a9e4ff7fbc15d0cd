import { demoMeters } from './meters.ts';

const register = { point: 'energy_kwh', unit: 'kWh' };

/** Meters that nobody reads: the civic centre's three houses together, and what of its first one no sub-meter measured. */
export const computedMeters = [
  {
    id: 'DEMO-V-1',
    building: 'DEMO-B-10',
    carrier: 'electricity',
    endUse: 'site-total',
    register,
    virtual: ['DEMO-E-1001', 'DEMO-E-1101', 'DEMO-E-1201'].map((meter) => ({ meter })),
  },
  {
    id: 'DEMO-V-2',
    building: 'DEMO-B-10',
    carrier: 'electricity',
    endUse: 'remainder',
    register,
    virtual: [
      { meter: 'DEMO-E-1001' },
      ...demoMeters
        .filter(({ parent, carrier }) => parent === 'DEMO-E-1001' && carrier === 'electricity')
        .map(({ id }) => ({ meter: id, sign: '-' })),
    ],
  },
] as const;
