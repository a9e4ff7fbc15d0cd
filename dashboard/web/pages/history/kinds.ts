import { isRegisterPoint } from '../../../../domain/points.ts';
import { historyKinds, type HistoryKind } from '../../router/history.ts';

/** Amounts and bills are what a register counts; what is measured at an instant (a temperature) comes as it was measured. */
export const kindsOf = (point: string): readonly HistoryKind[] =>
  isRegisterPoint(point) ? historyKinds : (['register'] as const);

export const kindOf = (asked: HistoryKind, point: string): HistoryKind =>
  kindsOf(point).includes(asked) ? asked : 'register';

const bills = ['timestamp,value', '2025-01-01,9612.4', '2025-02-01,8730.0', '2025-03-01,'];
const samples: Readonly<Record<HistoryKind, readonly string[]>> = {
  bill: bills,
  register: ['timestamp,value', '2025-01-01T00:00+08:00,48211.60', '2025-02-01T00:00+08:00,57824.00'],
  interval: ['timestamp,value', '2025-01-01T00:00+08:00,12.5', '2025-01-01T01:00+08:00,11.8'],
};
const temperatures = ['timestamp,value', '2025-01-01T00:00+08:00,-2.4', '2025-01-01T01:00+08:00,-2.9'];

/** A file as it may look. */
export const sampleOf = (kind: HistoryKind, point: string): string =>
  (isRegisterPoint(point) ? samples[kind] : temperatures).join('\n');

/** The register before the first interval: digits, or nothing. */
export const openingIsReadable = (text: string): boolean => text === '' || /^\d+(\.\d+)?$/.test(text);
