import type { ContractType } from '../../../../domain/contract/contract.ts';
import type { Duty } from '../../../../domain/contract/duty.ts';
import type { WireContract, WireContractBaseline } from '../../../../domain/wire-contracts.ts';
import type { Standing } from '../../pages/contracts/standing.ts';
import type { ContractStateQuery } from '../../router/contracts.ts';

/** Words of contracts: the portfolio and one contract's page. Numbers, money and times come formatted. */
export interface ContractsMessages {
  readonly title: string;
  readonly unnamed: (institution: string, type: string) => string;
  readonly types: Readonly<Record<ContractType, string>>;
  readonly duties: Readonly<Record<Duty['kind'], string>>;
  readonly standings: Readonly<Record<Standing, string>>;
  readonly states: Readonly<Record<ContractStateQuery, string>>;
  readonly sides: Readonly<Record<'owner' | 'contractor', string>>;
  readonly energyOf: (year: string) => string;
  readonly investmentOf: (n: string) => string;
  readonly dataOf: (year: string) => string;
  readonly comfortOf: (year: string) => string;
  /** First and last day. */
  readonly term: (from: string, to: string) => string;
  readonly termOpen: (from: string) => string;
  readonly termUnbounded: string;
  readonly list: {
    readonly counted: (n: string) => string;
    readonly judgedAt: (time: string, age: string) => string;
    readonly notJudged: string;
    readonly running: (done: string, total: string) => string;
    readonly failed: (n: string) => string;
    readonly evaluate: string;
    readonly evaluateHint: string;
    readonly create: string;
    readonly filter: Readonly<Record<'type' | 'state' | 'contractor' | 'all', string>>;
    readonly export: string;
    readonly lead: Readonly<Record<'atRisk' | 'shortfall' | 'money' | 'overdue' | 'cannotTell', string>>;
    readonly saving: (year: string) => string;
    readonly of: (n: string) => string;
    readonly ofContracts: (counted: string, of: string) => string;
    readonly noneShort: string;
    readonly shortIn: (n: string) => string;
    readonly columns: Readonly<
      Record<
        | 'verdict'
        | 'contract'
        | 'type'
        | 'saving'
        | 'margin'
        | 'probability'
        | 'investment'
        | 'data'
        | 'next'
        | 'institution'
        | 'contractor'
        | 'term'
        | 'half'
        | 'path'
        | 'guarantee'
        | 'forecast'
        | 'promised'
        | 'verified'
        | 'short'
        | 'shortDays'
        | 'why'
        | 'unit'
        | 'id',
        string
      >
    >;
    readonly caption: string;
    readonly noGuarantee: string;
    readonly noPath: string;
    readonly marginSays: (now: string, ahead: string) => string;
    readonly marginKey: Readonly<Record<'now' | 'ahead' | 'zero', string>>;
    readonly overdue: (n: string) => string;
    readonly probability: (share: string) => string;
    readonly shortBy: (amount: string, days: string) => string;
    readonly allKept: string;
    readonly none: string;
    readonly noneNext: string;
    readonly noneOfMine: string;
    readonly noneOfMineNote: string;
    readonly noneChosen: string;
    readonly all: string;
  };
  readonly page: {
    readonly wholeTerm: string;
    readonly years: string;
    readonly yearOf: (year: string, years: string) => string;
    readonly meters: (n: string) => string;
    readonly asOf: string;
    readonly asOfSaid: (date: string) => string;
    readonly asOfNow: string;
    readonly edit: string;
    readonly settlements: string;
    readonly statement: string;
    readonly noDuties: string;
    readonly against: (actual: string, target: string) => string;
    readonly due: (date: string) => string;
    readonly shortBy: (amount: string, days: string) => string;
  };
  readonly saving: {
    readonly title: (year: string) => string;
    readonly titleTerm: string;
    readonly lead: (year: string, level: string) => string;
    readonly leadTerm: (level: string) => string;
    readonly path: (date: string) => string;
    readonly pathShort: string;
    readonly guarantee: string;
    readonly forecast: string;
    readonly probability: string;
    readonly probabilityOf: (share: string) => string;
    readonly money: (price: string) => string;
    readonly moneyTariff: string;
    readonly completeness: string;
    readonly band: (level: string) => string;
    readonly estimated: (days: string) => string;
    readonly sentence: (saving: string, path: string, forecast: string) => string;
    readonly sentencePath: (path: string) => string;
    readonly sentenceForecast: (forecast: string, probability: string) => string;
    readonly columns: Readonly<
      Record<'date' | 'expected' | 'actual' | 'saving' | 'cumulative' | 'half' | 'path' | 'known', string>
    >;
    readonly none: string;
    readonly noneNote: string;
    readonly noPath: string;
    readonly day: string;
  };
  readonly months: {
    readonly title: string;
    readonly note: (unit: string) => string;
    readonly sentence: (months: string, saving: string) => string;
    readonly columns: Readonly<Record<'month' | 'expected' | 'actual' | 'saving' | 'half' | 'known' | 'money', string>>;
    readonly partial: string;
  };
  readonly investment: {
    readonly title: string;
    readonly note: (unit: string) => string;
    readonly promised: (amount: string) => string;
    readonly verified: (amount: string) => string;
    readonly short: (amount: string) => string;
    readonly late: (days: string) => string;
    readonly sentence: (promised: string, verified: string) => string;
    readonly sentenceShort: (amount: string, days: string) => string;
    readonly columns: Readonly<
      Record<'milestone' | 'due' | 'amount' | 'promised' | 'verified' | 'short' | 'days', string>
    >;
    readonly none: string;
  };
  readonly duty: {
    readonly title: string;
    readonly columns: Readonly<Record<'duty' | 'verdict' | 'actual' | 'target' | 'evidence' | 'due', string>>;
    readonly ofOthers: (n: string) => string;
    readonly evidence: (n: string) => string;
    readonly noEvidence: string;
    readonly readings: (from: string, to: string, known: string) => string;
    readonly model: Readonly<Record<'frozen' | 'draft', string>>;
    readonly payment: (date: string, amount: string) => string;
    readonly file: (id: string) => string;
    readonly zoneDay: (date: string) => string;
    readonly outside: (share: string) => string;
    readonly unknownDay: string;
    readonly more: (n: string) => string;
    readonly notice: string;
    readonly noticeTitle: (duty: string) => string;
    readonly lower: string;
    readonly zoneDays: (n: string) => string;
    readonly closed: string;
    readonly open: string;
  };
  readonly findings: {
    readonly title: string;
    readonly note: string;
    readonly none: string;
    readonly all: string;
    readonly since: (date: string) => string;
    readonly stage: (n: string, of: string) => string;
  };
  readonly settlement: {
    readonly title: (period: string) => string;
    readonly payable: Readonly<Record<'institution' | 'contractor', string>>;
    readonly frozen: string;
    readonly provisional: string;
    readonly trace: string;
    readonly open: string;
  };
  readonly baseline: {
    readonly title: string;
    readonly states: Readonly<Record<WireContractBaseline['state'], string>>;
    readonly stateNotes: Readonly<Record<WireContractBaseline['state'], string>>;
    readonly period: string;
    readonly frozenBy: (by: string, at: string) => string;
    readonly signedBy: (side: string, by: string, at: string) => string;
    readonly notSigned: (side: string) => string;
    readonly hash: string;
    readonly meters: string;
    readonly mandv: string;
    readonly model: (name: string) => string;
    readonly fit: (n: string, rSquared: string, cvrmse: string) => string;
    readonly noModel: string;
    readonly freeze: string;
    readonly freezeConfirm: string;
    readonly freezeExplain: string;
    readonly freezePoints: readonly string[];
    readonly sign: string;
    readonly signConfirm: string;
    readonly signExplain: (side: string) => string;
    readonly signHash: (hash: string) => string;
    readonly signScope: (meters: string, period: string) => string;
    readonly signLog: string;
    readonly methods: Readonly<Record<WireContract['method'], string>>;
  };
  readonly text: {
    readonly title: string;
    readonly price: string;
    readonly fixed: (price: string, unit: string) => string;
    readonly tariff: (id: string) => string;
    readonly floor: (price: string) => string;
    readonly share: string;
    readonly sharePct: (pct: string) => string;
    readonly guarantee: string;
    readonly fee: string;
    readonly perMonth: (amount: string) => string;
    readonly confidence: string;
    readonly confidences: Readonly<Record<WireContract['confidenceRule'], string>>;
    readonly negative: string;
    readonly negatives: Readonly<Record<WireContract['negativeMonths'], string>>;
    readonly completeness: string;
    readonly comfort: string;
    readonly comfortRange: (min: string, max: string) => string;
    readonly data: string;
  };
  readonly changes: {
    readonly title: string;
    readonly none: string;
    readonly turned: (before: string, after: string) => string;
    readonly first: (after: string) => string;
    readonly verdicts: Readonly<Record<Duty['verdict'], string>>;
  };
}
