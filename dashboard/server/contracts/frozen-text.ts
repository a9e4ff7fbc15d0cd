import { canonicalJson } from '../../../domain/contract/canonical.ts';
import type { Contract } from '../../../domain/contract/contract.ts';
import type { Said } from '../../../domain/contract/said.ts';
import type { ContractBaseline, FrozenMeterBaseline } from '../../../storage/registry/contract-port.ts';
import { sha256 } from '../mandv/wire-analysis.ts';

/** What both sides sign: the hash of base period, method and all models. */
export function hashToSign(
  { base, method }: Pick<Contract, 'base' | 'method'>,
  meters: readonly FrozenMeterBaseline[],
): string {
  return sha256(canonicalJson({ base, method, meters: meters.map(({ model: _, ...one }) => one) }));
}

/** Nothing that was frozen is used for this text; freezing again replaces it. */
export const outdated = 'contract.baseline-outdated';
const textChanged = 'contract.text-changed';

export interface CountingBaseline {
  /** null: there is none, or none that this text was frozen with. */
  readonly baseline: ContractBaseline | null;
  readonly problems: readonly Said[];
}

/**
 * What one side froze for itself counts while base period, method and meters are those that it was frozen with; what
 * anybody has signed counts whatever the text says since, and says that the text has changed.
 *
 * @param meters of the boundary, as the register has them
 */
export function countingBaseline(
  frozen: ContractBaseline | null,
  contract: Contract,
  meters: readonly string[],
): CountingBaseline {
  if (frozen === null) return { baseline: null, problems: [] };
  const changes = changesOf(frozen, contract, meters);
  if (changes === null) return { baseline: frozen, problems: [] };
  return frozen.signatures.length > 0
    ? { baseline: frozen, problems: [said(textChanged, signedWords, changes)] }
    : { baseline: null, problems: [said(outdated, outdatedWords, changes)] };
}

interface Changes {
  readonly text: boolean;
  readonly added: readonly string[];
  readonly gone: readonly string[];
}

function changesOf(frozen: ContractBaseline, contract: Contract, meters: readonly string[]): Changes | null {
  const had = new Set(frozen.meters.map(({ meter }) => meter));
  const has = new Set(meters);
  const text = hashToSign(contract, frozen.meters) !== frozen.sha256;
  const added = [...has].filter((meter) => !had.has(meter));
  const gone = [...had].filter((meter) => !has.has(meter));
  return text || added.length > 0 || gone.length > 0 ? { text, added, gone } : null;
}

type Words = Said['message'];
const signedWords: Words = {
  zh: '仍按已签认的基准核算，但合同文本此后已变更',
  en: 'The signed baseline still counts, but the contract has changed since',
};
const outdatedWords: Words = {
  zh: '已冻结但尚未签认的基准不再适用，请重新冻结：合同文本此后已变更',
  en: 'What was frozen was not signed and no longer counts, freeze it again: the contract has changed since',
};

function said(code: string, words: Words, { text, added, gone }: Changes): Said {
  const parts: Words[] = [];
  if (text) parts.push({ zh: '基准期或建模方法不同', en: 'another base period or method' });
  if (added.length > 0) parts.push({ zh: `新增表计 ${added.join('、')}`, en: `meters added: ${added.join(', ')}` });
  if (gone.length > 0) parts.push({ zh: `移出表计 ${gone.join('、')}`, en: `meters taken out: ${gone.join(', ')}` });
  return {
    code,
    message: {
      zh: `${words.zh}（${parts.map(({ zh }) => zh).join('；')}）`,
      en: `${words.en} (${parts.map(({ en }) => en).join('; ')})`,
    },
    numbers: { added: added.length, gone: gone.length },
  };
}
