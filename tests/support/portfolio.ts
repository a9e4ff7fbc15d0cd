/** A small installation of one institution: what a test needs is named in the test. */
export interface MeterSpec {
  readonly id: string;
  readonly secret?: string;
  readonly carrier?: string;
  readonly register?: Record<string, unknown>;
  readonly [key: string]: unknown;
}

export function portfolio(meters: readonly MeterSpec[], more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    regions: [{ id: 'wenzhou', name: '温州市' }],
    institutions: [{ id: 'I1', region: 'wenzhou', name: '市图书馆', kind: 'culture' }],
    buildings: [{ id: 'B1', institution: 'I1', name: '主楼' }],
    meters: meters.map(({ carrier = 'electricity', register, ...meter }) => ({
      building: 'B1',
      carrier,
      ...meter,
      register: { point: 'energy_kwh', unit: 'kWh', ...register },
    })),
    ...more,
  };
}

export const secretOf = (id: string): string => `secret of ${id}`;
