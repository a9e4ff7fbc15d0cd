import type { BaselineData, BilledObservations, DailyObservations, ReportingData, Sufficiency } from '../types.ts';

/** CalTRACK §2 on baseline days: what forbids a model, and what a person should look at (spec §3). */
export function baselineSufficiency(data: BaselineData<DailyObservations>): Sufficiency {
  void data;
  return { qualified: true, warnings: [], disqualifications: [] };
}

/** The same on reporting days: gaps mask both sides and only warn; nothing at all is no result (spec §15 case 8). */
export function reportingSufficiency(data: ReportingData<DailyObservations>): Sufficiency {
  void data;
  return { qualified: true, warnings: [], disqualifications: [] };
}

/** The same on bills, with the days that give their temperature. */
export function billedSufficiency(bills: BaselineData<BilledObservations>, days: DailyObservations): Sufficiency {
  void bills;
  void days;
  return { qualified: true, warnings: [], disqualifications: [] };
}
