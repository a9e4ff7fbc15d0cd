/**
 * Intervals: what the platform derives from readings. `value: null` means missing, never 0.
 */
export const resolutions = ['15m', '1h', '1d', '1mo'] as const;
/** Length of an interval. `1d` and `1mo` are local days and months of the installation's zone. */
export type Resolution = (typeof resolutions)[number];

export type Quality = 'measured' | 'estimated' | 'missing' | 'manual';
/** Its code in columns is its place here. */
export const qualities: readonly Quality[] = ['missing', 'measured', 'estimated', 'manual'];
