import { stateOf } from '../../../domain/contract/steps.ts';
import type { SettlementInputs } from '../../../domain/contract/settlement.ts';
import { daysIn } from '../../../domain/contract/settlement/period.ts';
import type { IssuedSettlement, StoredContract } from '../../../storage/registry/contract-port.ts';
import { ownViewer, type House } from '../house.ts';
import type { ReportSource } from '../quality/reports.ts';
import type { ContractService } from './service.ts';
import { spanOf } from './spans.ts';

const prefix = 'settlement:';

/** Issued settlements: late data never edit them, and they say when what they rest on is no longer what it was. */
export function settlementReports(
  { registry, calendar }: Pick<House, 'registry' | 'calendar'>,
  contracts: ContractService,
): ReportSource {
  return {
    kind: 'settlement',
    async all() {
      const reports: Awaited<ReturnType<ReportSource['all']>>[number][] = [];
      for await (const issued of registry.contracts.allSettlements()) {
        if (stateOf(issued.steps) === 'withdrawn') continue;
        const inputs = JSON.parse(issued.inputs) as SettlementInputs;
        const meters = inputs.contract.meters;
        if (meters[0] === undefined) continue;
        const { term } = inputs.contract;
        const days = daysIn(issued.period, term);
        // Losses that are carried reach back to the term's first day.
        const span = spanOf({ from: term.from < '1990' ? days.from : term.from, to: days.to }, calendar);
        reports.push({
          ...{ id: idOf(issued), kind: 'settlement', title: `${issued.contract} ${issued.period}` },
          ...{ meter: meters[0], meters, ...span, inputsSha256: issued.inputsSha256 },
          madeAt: issued.steps[0]?.at ?? 0,
        });
      }
      return reports;
    },
    async inputsOf(id) {
      const found = await find(id);
      return found === null ? null : contracts.inputsNow(found.stored, found.issued);
    },
  };

  async function find(id: string): Promise<{ stored: StoredContract; issued: IssuedSettlement } | null> {
    const [contract, period, revision] = JSON.parse(id.slice(prefix.length)) as [string, string, number];
    const stored = await registry.contracts.one(ownViewer, contract);
    const settlements = await registry.contracts.settlements(contract);
    const issued = settlements.find((one) => one.period === period && one.revision === revision);
    return stored === null || issued === undefined ? null : { stored, issued };
  }
}

/** Ids of contracts may hold any character. */
export const idOf = ({ contract, period, revision }: Pick<IssuedSettlement, 'contract' | 'period' | 'revision'>) =>
  `${prefix}${JSON.stringify([contract, period, revision])}`;
