import type { Quality } from '../../../../domain/metering/interval.ts';
import type { VerdictEffect, VerdictRule } from '../../../../domain/metering/finding.ts';
import type { VerdictChoice } from '../../../../domain/wire-quality.ts';
import type { QualityTab } from '../../router/quality.ts';

/** Words of the data quality page and of the verdicts wherever they stand. Numbers come formatted. */
export interface QualityMessages {
  readonly title: string;
  readonly sub: (meters: string) => string;
  readonly filter: {
    readonly state: string;
    readonly tabs: Readonly<Record<QualityTab, string>>;
    readonly rule: string;
    readonly building: string;
    readonly carrier: string;
    readonly all: string;
    readonly toQuarantine: string;
    readonly toEntry: string;
    readonly clear: string;
    readonly save: string;
  };
  readonly ledgerTitle: string;
  readonly rules: Readonly<Record<VerdictRule, string>>;
  readonly proposedSwap: string;
  /** One sentence: what the rule saw and what it made of it. */
  readonly said: Readonly<Record<VerdictRule, string>>;
  readonly proposedSwapSaid: string;
  /** What it does to the energy, beside the title. */
  readonly standing: Readonly<Record<VerdictEffect, string>>;
  readonly confirmedAs: string;
  readonly overruledAs: string;
  readonly enteredAs: string;
  readonly undoneAs: string;
  readonly list: {
    readonly titles: Readonly<Record<QualityTab, string>>;
    readonly affects: string;
    readonly newest: string;
    readonly none: Readonly<Record<QualityTab, string>>;
    readonly noneNext: Readonly<Record<QualityTab, string>>;
    readonly noMatch: string;
    readonly more: string;
    readonly shown: (shown: string, total: string) => string;
    readonly keys: string;
    readonly choose: string;
    readonly chooseRow: (what: string) => string;
    readonly effect: Readonly<Record<VerdictEffect, string>>;
    readonly entry: string;
  };
  readonly under: { readonly undoable: string; readonly quiet: string; readonly allQuiet: string };
  /** What a link names and is no longer there. */
  readonly gone: string;
  readonly goneNote: string;
  readonly bulk: {
    readonly chosen: (count: string) => string;
    readonly all: string;
    readonly none: string;
    readonly reason: string;
    readonly confirm: (count: string) => string;
    readonly done: (count: string) => string;
    readonly failed: (count: string) => string;
    readonly cancel: string;
  };
  readonly pictures: {
    readonly received: string;
    readonly judged: string;
    readonly judgedDecided: string;
    readonly register: (unit: string) => string;
    readonly continued: (unit: string) => string;
    readonly each: (every: string, unit: string) => string;
    readonly between: (unit: string) => string;
    readonly values: (unit: string) => string;
    readonly means: (every: string, unit: string) => string;
    readonly outside: string;
    readonly span: string;
    readonly reading: string;
    readonly difference: string;
    readonly sentenceReceived: (what: string, count: string, low: string, high: string) => string;
    readonly sentenceJudged: (what: string, sum: string, state: string) => string;
    readonly nothing: string;
  };
  readonly evidence: {
    readonly title: string;
    readonly rule: (rule: string) => string;
    readonly names: Readonly<Record<string, string>>;
    readonly limitsFrom: Readonly<Record<string, string>>;
    readonly because: Readonly<Record<string, string>>;
    readonly yes: string;
    readonly before: string;
    readonly after: string;
    readonly span: string;
    readonly point: string;
    readonly none: string;
  };
  readonly decide: {
    readonly title: string;
    readonly choices: Readonly<Record<VerdictChoice, string>>;
    readonly confirmSwap: string;
    /** What then holds. */
    readonly then: Readonly<Record<VerdictChoice, string>>;
    readonly thenConfirmSwap: string;
    readonly closing: string;
    readonly opening: string;
    readonly at: string;
    readonly atNote: string;
    readonly amount: string;
    readonly reason: string;
    readonly reasonMaybe: string;
    readonly keys: string;
    readonly lacks: Readonly<Record<'closing' | 'opening' | 'amount' | 'reason' | 'at', string>>;
    readonly after: string;
    readonly refused: string;
    readonly done: string;
    readonly conflict: string;
    readonly failed: (code: string) => string;
    /** By code of what the server found wrong. */
    readonly faults: Readonly<Record<string, string>>;
  };
  readonly decided: {
    readonly title: string;
    readonly by: string;
    readonly at: string;
    readonly reason: string;
    readonly choice: string;
    readonly noReason: string;
    readonly undo: string;
    readonly undoTitle: string;
    readonly undoReason: string;
    readonly undoNote: string;
    readonly undone: (by: string, at: string) => string;
    readonly toMeter: string;
    readonly changes: {
      readonly ignored: string;
      readonly kept: string;
      readonly used: string;
      readonly rollover: string;
      readonly unknown: string;
      readonly swap: (closing: string, opening: string, at: string) => string;
      readonly shape: string;
      readonly reading: (value: string) => string;
      readonly amount: (value: string) => string;
      readonly nothing: string;
    };
  };
  readonly days: {
    readonly title: string;
    readonly key: Readonly<Record<Quality, string>>;
    readonly today: string;
    readonly sentence: (meters: string, days: string, worst: string, share: string) => string;
    readonly empty: string;
    readonly meter: string;
    readonly day: string;
    readonly share: string;
    readonly earlier: string;
    readonly later: string;
    readonly page: (page: string) => string;
    readonly keys: string;
    readonly known: (share: string) => string;
    readonly failed: string;
  };
  readonly quarantine: {
    readonly title: string;
    readonly note: (count: string) => string;
    readonly all: string;
  };
  readonly meter: {
    readonly title: string;
    readonly note: (open: string) => string;
    readonly none: string;
    readonly all: string;
    readonly asOf: string;
    readonly asOfNow: string;
    readonly asOfSaid: (date: string) => string;
    readonly clear: string;
    readonly revisions: string;
    readonly revisionsNote: (count: string) => string;
    readonly noRevisions: string;
    readonly revision: {
      readonly ts: string;
      readonly value: string;
      readonly receivedAt: string;
      readonly supersededAt: string;
      readonly counts: string;
    };
    readonly terms: string;
    readonly termsNote: string;
    readonly term: { readonly meter: string; readonly factor: string; readonly from: string; readonly to: string };
    readonly always: string;
    readonly open: string;
    readonly virtual: string;
  };
}

/** Words of the page where readings and amounts are entered by hand. */
export interface EntryMessages {
  readonly title: string;
  readonly sub: string;
  readonly back: string;
  readonly steps: { readonly file: string; readonly check: string; readonly enter: string };
  readonly templates: string;
  readonly templateNote: string;
  readonly kinds: Readonly<Record<'reading' | 'amount' | 'month', string>>;
  readonly kindNotes: Readonly<Record<'reading' | 'amount' | 'month', string>>;
  readonly drop: string;
  readonly dropNote: string;
  readonly choose: string;
  readonly checkNote: string;
  readonly checking: string;
  readonly file: (name: string, size: string) => string;
  readonly rows: (count: string) => string;
  readonly faults: (count: string) => string;
  readonly faultsNote: string;
  readonly faultRow: (row: string) => string;
  readonly faultFile: string;
  readonly fault: string;
  readonly column: string;
  readonly noFaults: string;
  readonly columns: {
    readonly row: string;
    readonly meter: string;
    readonly kind: string;
    readonly time: string;
    readonly value: string;
    readonly present: string;
    readonly replaces: string;
  };
  readonly kind: Readonly<Record<'reading' | 'amount', string>>;
  readonly nothing: string;
  readonly replaces: (id: string) => string;
  readonly enter: (count: string) => string;
  readonly entered: (count: string) => string;
  readonly enteredNote: string;
  readonly toBatches: string;
  readonly again: string;
  readonly notReadable: string;
  readonly unsupported: string;
  readonly reason: string;
  readonly refused: string;
  readonly batches: string;
  readonly batchesNote: string;
  readonly noBatches: string;
  readonly batchColumns: {
    readonly at: string;
    readonly by: string;
    readonly rows: string;
    readonly meters: string;
    readonly state: string;
  };
  readonly stands: string;
  readonly undone: (count: string) => string;
  readonly undo: string;
  readonly undoTitle: (count: string) => string;
  readonly undoReason: string;
  readonly moreMeters: (count: string) => string;
  readonly preview: string;
  readonly table: string;
}
