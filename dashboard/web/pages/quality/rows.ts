import type { WireDecision, WireVerdict } from '../../../../domain/wire-quality.ts';
import type { SignName } from '../../components/Sign.svelte';
import type { Format } from '../../format/index.ts';
import type { QualityMessages } from '../../messages/quality/type.ts';
import { changeOf, outcomeOf, signOf, stepOf, titleOf, weightOf, type VerdictCore } from './words.ts';

/** One line of the list, in words. */
export interface Row {
  readonly id: string;
  readonly meter: string;
  readonly carrier: string | null;
  readonly sign: SignName;
  readonly title: string;
  readonly detail: string;
  /** When it happened, or was decided. */
  readonly at: string;
  readonly weight: string;
}

const parts = (...list: readonly string[]): string => list.filter((part) => part !== '').join(' · ');

export function rowOf(verdict: WireVerdict, m: QualityMessages, f: Format): Row {
  return {
    id: verdict.id,
    meter: verdict.meter,
    carrier: verdict.carrier,
    sign: signOf(verdict),
    title: titleOf(verdict, m),
    detail: parts(`${verdict.meter} ${verdict.buildingName}`, stepOf(verdict)),
    at: verdict.from,
    weight: weightOf(verdict, f),
  };
}

/** `unitOf`: of an entry by hand, whose verdict says none. */
export function rowOfDecision(decision: WireDecision, m: QualityMessages, f: Format): Row {
  const { verdict, meter, undone } = decision;
  const core: VerdictCore | null = verdict;
  return {
    id: String(decision.id),
    meter,
    carrier: core?.carrier ?? null,
    sign: undone === null ? 'met' : 'due',
    title: core === null ? m.list.entry : titleOf(core, m),
    detail: parts(
      core === null ? meter : `${meter} ${core.buildingName}`,
      changeOf(decision.change, core?.unit ?? null, m, f),
    ),
    at: decision.at,
    weight: outcomeOf(decision, m),
  };
}
