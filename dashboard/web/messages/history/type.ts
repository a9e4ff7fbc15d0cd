import type { WireHistory } from '../../api/history.ts';
import type { Covers } from '../../pages/history/covers.ts';
import type { HistoryKind } from '../../router/history.ts';

/** Words of the page that brings a meter's past. Numbers come formatted. */
export interface HistoryMessages {
  readonly title: (meter: string) => string;
  readonly sub: string;
  readonly toMeter: string;
  /** From the meter's page, and from a contract whose base period has no readings. */
  readonly link: string;
  readonly fromContract: string;
  readonly refused: string;
  readonly virtual: string;
  readonly steps: Readonly<Record<'kind' | 'file' | 'check', string>>;
  readonly point: string;
  readonly kinds: Readonly<Record<HistoryKind | 'measured', string>>;
  readonly kindNotes: Readonly<Record<HistoryKind | 'measured', string>>;
  readonly opening: string;
  readonly openingNote: string;
  readonly openingUnreadable: string;
  readonly sample: string;
  readonly sampleNote: string;
  readonly drop: string;
  readonly dropNote: string;
  readonly choose: string;
  readonly file: (name: string, size: string) => string;
  readonly unsupported: string;
  readonly tooLarge: string;
  readonly checking: string;
  readonly importing: string;
  readonly checkNote: string;
  readonly noFaults: string;
  readonly faultCount: (count: string) => string;
  readonly faultsNote: string;
  readonly faultsMore: (count: string) => string;
  readonly columns: Readonly<Record<'row' | 'column' | 'written' | 'fault', string>>;
  readonly wholeFile: string;
  readonly row: (row: string) => string;
  readonly glimpse: string;
  readonly omitted: string;
  readonly figures: Readonly<Record<'bills' | 'readings' | 'sum' | 'span' | 'missing' | 'gaps' | 'meets', string>>;
  readonly span: (from: string, to: string) => string;
  readonly noGaps: string;
  readonly meets: Readonly<Record<NonNullable<WireHistory['bills']>['meets'], string>>;
  readonly nothing: string;
  readonly importBills: (count: string) => string;
  readonly importReadings: (count: string) => string;
  readonly importNote: Readonly<Record<HistoryKind, string>>;
  readonly done: string;
  readonly doneBills: (count: string) => string;
  readonly stored: (count: string) => string;
  readonly doneNote: string;
  readonly duplicate: (count: string) => string;
  readonly revisions: (count: string) => string;
  readonly see: string;
  readonly contracts: string;
  readonly contractsNote: string;
  readonly base: (from: string, to: string) => string;
  readonly noBase: string;
  readonly covers: Readonly<Record<Covers, string>>;
  /** By code of a row's fault; of the answer. */
  readonly faults: Readonly<Record<string, string>>;
  readonly refusals: Readonly<Record<string, string>>;
}
