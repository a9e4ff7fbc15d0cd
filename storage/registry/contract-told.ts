import type { Selectable } from 'kysely';
import { sha256Of } from './audit-chain.ts';
import type { ContractEntryBody, ContractRecord } from './contract-port.ts';
import type {
  ContractBaselineRow,
  ContractEntryRow,
  ContractSettlementRow,
  ContractSignatureRow,
  ContractStepRow,
  ContractVerdictRow,
  ContractVersionRow,
} from './contract-tables.ts';
import type { AuditNote } from './port.ts';

/**
 * What the audit tells of each row under a contract: words for people and the hash of all that the row says. Made of the
 * row when it is written, and again when it is verified: who changes a row has the audit against them.
 */

type Row<T extends { id: unknown }> = Omit<Selectable<T>, 'id'>;
/** `id` of an entry is in its words; that of a step is known to nobody. */
type Step = Row<ContractStepRow>;

/** As the migration says of texts that were there before any audit of them. */
const beginning = -8_640_000_000_000_000;
/** Whoever judges without being asked. */
const platform = 'system';

const hashed = (words: string, row: readonly unknown[]): string =>
  `${words}; row SHA-256 ${sha256Of(JSON.stringify(row))}`;

export function textRecord({ contract, since, document }: Row<ContractVersionRow>, isFirst: boolean): ContractRecord {
  const before = isFirst ? 'a new contract' : 'another text';
  const words = `${before}, SHA-256 ${sha256Of(document)}`;
  const detail = hashed(words, [contract, since, document]);
  const record = { contract, action: 'contract.text', by: null, at: since, where: 'text', detail, before };
  return isFirst && since === beginning ? { ...record, mayBeUntold: true } : record;
}

export function freezeRecord(row: Row<ContractBaselineRow>): ContractRecord {
  const { contract, meters, sha256, made_at: at, made_by: by } = row;
  const words = `SHA-256 ${sha256}, ${read<readonly unknown[]>(meters, []).length} meters`;
  const detail = hashed(words, [contract, meters, sha256, at, by]);
  return { contract, action: 'contract.freeze', by, at, where: 'frozen baseline', detail, before: words };
}

export function signRecord(
  { contract, sha256 }: Pick<ContractBaselineRow, 'contract' | 'sha256'>,
  { side, made_at: at, made_by: by }: Pick<ContractSignatureRow, 'side' | 'made_at' | 'made_by'>,
): ContractRecord {
  const words = `${side}: SHA-256 ${sha256}`;
  const detail = hashed(words, [contract, sha256, side, at, by]);
  return { contract, action: 'contract.sign', by, at, where: `signature of the ${side}`, detail, before: words };
}

/** Each step tells of the whole entry: what it was that was agreed to. */
export function entryStepRecord(entry: Selectable<ContractEntryRow>, step: Step): ContractRecord {
  const { id, contract, reason } = entry;
  const body = read<ContractEntryBody>(entry.body, nothing);
  const said = step.what === 'proposed' ? reason : step.text;
  const words = [`#${id} ${summed(body)}`, said].filter(Boolean).join(': ');
  const detail = hashed(words, [id, contract, entry.body, reason, ...values(step)]);
  const where = `${body.kind} #${id}, ${step.what} by ${step.by_whom}`;
  const action = `contract.${body.kind}.${step.what}`;
  return { contract, action, by: step.by_whom, at: step.at, where, detail, before: words };
}

export function settlementStepRecord(issued: Omit<Row<ContractSettlementRow>, 'inputs'>, step: Step): ContractRecord {
  const { contract, period, revision, inputs_sha256: inputs, result, issued_at } = issued;
  const name = `${period} revision ${revision}`;
  const words =
    step.what === 'proposed'
      ? `${name}: ${read(result, { payable: '' }).payable}, inputs SHA-256 ${inputs}`
      : [name, step.text].filter(Boolean).join(': ');
  const detail = hashed(words, [contract, period, revision, inputs, issued_at, ...values(step)]);
  const where = `settlement ${name}, ${step.what} by ${step.by_whom}`;
  const action = `contract.settlement.${step.what}`;
  return { contract, action, by: step.by_whom, at: step.at, where, detail, before: words };
}

export function verdictRecord({ contract, duty, verdict, before, at }: Row<ContractVerdictRow>): ContractRecord {
  const words = `${duty}: ${verdict}${before === null ? '' : `, before ${before}`}`;
  const detail = hashed(words, [contract, duty, verdict, before, at]);
  const where = `verdict of ${duty}`;
  return { contract, action: 'contract.verdict', by: platform, at, where, detail, before: null, mayBeUntold: true };
}

/** As an entry of the audit, by whoever did it. */
export function noteOf({ contract, action, by, detail }: ContractRecord, actor = by!): AuditNote {
  return { actor, action, subject: contract, result: 'done', address: null, detail };
}

const values = ({ what, side, at, by_whom, text, attachments }: Step) => [what, side, at, by_whom, text, attachments];

/** What somebody made unreadable is another row than was told of: it is found by its hash. */
function read<T>(json: string, otherwise: T): T {
  try {
    return JSON.parse(json) as T;
  } catch {
    return otherwise;
  }
}
const nothing: ContractEntryBody = { kind: 'payment', date: '', amount: '', milestone: null };

function summed(body: ContractEntryBody): string {
  if (body.kind === 'payment') return `${body.amount} on ${body.date}`;
  return `${body.amountPerDay} a day from ${body.from} to ${body.to}`;
}
