import type { MatterStepKind } from '../../../../domain/matters/matter.ts';
import type { MatterTab } from '../../router/evaluation.ts';

/** Words of what must be put right. Numbers and times come formatted. */
export interface MattersMessages {
  readonly title: string;
  readonly tabs: Readonly<Record<MatterTab, string>>;
  readonly states: Readonly<Record<'open' | 'answered' | 'closed' | 'referred' | 'overdue', string>>;
  readonly next: Readonly<Record<'open' | 'overdue' | 'answered' | 'closed' | 'referred', string>>;
  readonly lead: Readonly<Record<'overdue' | 'open' | 'answered', string>>;
  readonly columns: Readonly<Record<'what' | 'deadline' | 'next', string>>;
  readonly order: string;
  readonly orderPast: string;
  readonly keys: string;
  readonly none: Readonly<Record<MatterTab, string>>;
  readonly noneNext: string;
  readonly more: string;
  readonly back: string;
  readonly left: (days: string) => string;
  readonly over: (days: string) => string;
  readonly today: string;
  readonly noDeadline: string;
  readonly facts: Readonly<Record<'deadline' | 'found' | 'since' | 'refusals' | 'subject' | 'closed', string>>;
  readonly times: (n: string) => string;
  readonly byEvaluation: (id: string) => string;
  readonly byFinding: string;
  readonly byPerson: string;
  readonly subjects: Readonly<Record<'canteen' | 'contract' | 'institution' | 'building', string>>;
  readonly steps: Readonly<Record<MatterStepKind, string>>;
  readonly stepsTitle: string;
  readonly until: (date: string) => string;
  readonly act: Readonly<Record<Exclude<MatterStepKind, 'opened'>, string>>;
  readonly actNote: Readonly<Record<Exclude<MatterStepKind, 'opened'>, string>>;
  readonly confirm: Readonly<Record<Exclude<MatterStepKind, 'opened'>, string>>;
  readonly done: Readonly<Record<Exclude<MatterStepKind, 'opened'>, string>>;
  /** By a person, not by an evaluation. */
  readonly open: string;
  readonly lacksCanteen: string;
  readonly text: string;
  readonly newDeadline: string;
  readonly lacksText: string;
  readonly lacksDeadline: string;
  readonly attach: string;
  readonly removeAttachment: (name: string) => string;
  readonly uploading: string;
  readonly unreadable: string;
  readonly gone: string;
  readonly nothingToDo: string;
  readonly attachment: (name: string, size: string) => string;
}
