import { entrySteps, sides, type EntryStep } from '../../domain/contract/steps.ts';
import type { ContractEntry, ContractEntryBody } from './contract-port.ts';
import { checkAttachments, type FoundAttachments } from './matter-check.ts';
import type { ImportFault } from './port.ts';
import { atMost, checkReason, fault, localDate, oneOf, words } from './value-check.ts';

const longestText = 4000;

/** What is wrong with a payment or an adjustment that somebody enters. */
export function checkEntry(
  { body, reason, attachments }: Pick<ContractEntry, 'body' | 'reason'> & { readonly attachments: readonly number[] },
  contract: string,
  found: FoundAttachments,
): ImportFault[] {
  return [
    ...checkBody(body),
    ...checkReason(reason, 'reason'),
    ...checkAttachments(attachments, { kind: 'contract', id: contract }, found, 'attachments'),
  ];
}

/** Whether the state allows it is another question. Whoever agrees or takes back what is their own may be silent. */
export function checkEntryStep(
  { what, side, text, attachments }: Pick<EntryStep, 'what' | 'side' | 'text' | 'attachments'>,
  contract: string,
  found: FoundAttachments,
): ImportFault[] {
  const needsWords = what === 'challenged' || what === 'rejected' || (what === 'note' && attachments.length === 0);
  return [
    ...oneOf(what, entrySteps, 'what'),
    ...oneOf(side, sides, 'side'),
    ...(needsWords ? words(text, longestText, 'text') : atMost(text, longestText, 'text')),
    ...checkAttachments(attachments, { kind: 'contract', id: contract }, found, 'attachments'),
  ];
}

function checkBody(body: ContractEntryBody): ImportFault[] {
  switch (body.kind) {
    case 'payment':
      return [
        ...localDate(body.date, 'body.date'),
        ...(positive(body.amount)
          ? []
          : [fault('body.amount', 'not-positive', 'must be a sum above 0, like "1234.50"')]),
        ...(body.milestone === null || (Number.isInteger(body.milestone) && body.milestone >= 1)
          ? []
          : [fault('body.milestone', 'out-of-range', 'must be the number of a milestone, from 1')]),
      ];
    case 'adjustment': {
      const days = [...localDate(body.from, 'body.from'), ...localDate(body.to, 'body.to')];
      if (days.length === 0 && body.to < body.from) {
        days.push(fault('body.to', 'ends-before-start', 'must not lie before from'));
      }
      const known = decimal.test(body.amountPerDay) && /[1-9]/.test(body.amountPerDay);
      return known ? days : [...days, fault('body.amountPerDay', 'amount', 'must be an amount like "-12.5", not 0')];
    }
    default:
      return oneOf((body as { kind: string }).kind, ['payment', 'adjustment'], 'body.kind');
  }
}

const decimal = /^-?\d{1,15}(\.\d{1,6})?$/;
const positive = (amount: string): boolean => decimal.test(amount) && !amount.startsWith('-') && /[1-9]/.test(amount);
