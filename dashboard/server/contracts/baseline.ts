import { refuse } from '../../../domain/contract/settlement/refusal.ts';
import type { NotSettled } from '../../../domain/contract/settlement.ts';
import type { KeptModel } from '../../../domain/mandv/kept/kept-model.ts';
import type { LocalCalendar } from '../../../domain/time/calendar.ts';
import type { WireContractBaseline } from '../../../domain/wire-contracts.ts';
import type { ContractBaseline, FrozenMeterBaseline } from '../../../storage/registry/contract-port.ts';
import { hashToSign } from './frozen-text.ts';
import { baselineState, type ContractView } from './view.ts';

/** The baseline as it stands: frozen, or what would be frozen now. */
export function baselineOf(view: ContractView, calendar: LocalCalendar): WireContractBaseline {
  const { baseline, boundary, results } = view;
  const meters = boundary.meters.map(({ meter, weather }, i) => {
    const { model, problems, baseInputsSha256 } = results[i]!;
    const frozen = baseline?.meters.find((one) => one.meter === meter.id);
    const fit = model?.statistics.guideline14;
    return {
      meter: meter.id,
      weatherMeter: frozen === undefined ? (weather?.meter ?? null) : frozen.weatherMeter || null,
      inputsSha256: frozen?.inputsSha256 ?? baseInputsSha256,
      modelSha256: model?.sha256 ?? null,
      model: model === null ? null : nameOf(model.kept),
      rSquared: fit?.rSquared ?? null,
      cvrmse: fit?.cvrmse ?? null,
      n: fit?.n ?? null,
      problems,
    };
  });
  const draft = toFreeze(view);
  return {
    state: baselineState(view),
    sha256: baseline?.sha256 ?? ('code' in draft ? null : draft.sha256),
    at: baseline === null ? null : calendar.iso(baseline.at),
    by: baseline?.by ?? null,
    signatures: (baseline?.signatures ?? []).map(({ side, by, at }) => ({ side, by, at: calendar.iso(at) })),
    meters,
    problems: view.baselineProblems,
  };
}

function nameOf(kept: string): string {
  const { model } = JSON.parse(kept) as KeptModel;
  return model.kind === 'hourly' ? 'towt' : model.name;
}

/**
 * Models of every meter as they are fitted now, and what both sides sign: the hash of base period, method and all models.
 * One that the data rules refuse can be frozen too; it counts when both sides have signed it.
 */
export function toFreeze(view: ContractView): Pick<ContractBaseline, 'meters' | 'sha256'> | NotSettled {
  const { contract, boundary, results } = view;
  const meters: FrozenMeterBaseline[] = [];
  for (const [i, { meter, weather }] of boundary.meters.entries()) {
    const { model, baseInputsSha256 } = results[i]!;
    if (model === null) return refuse.noModel(meter.id);
    meters.push({
      meter: meter.id,
      weatherMeter: weather?.meter ?? '',
      inputsSha256: baseInputsSha256,
      modelSha256: model.sha256,
      model: model.kept,
    });
  }
  if (meters.length === 0) return refuse.noModel(contract.meters[0] ?? '—');
  return { meters, sha256: hashToSign(contract, meters) };
}
