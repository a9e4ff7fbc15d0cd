import type { Duty } from './duty.ts';
import { comfortDuties } from './duties/comfort.ts';
import { dataDuties } from './duties/data.ts';
import { energyDuties } from './duties/energy.ts';
import type { DutyInputs } from './duties/inputs.ts';
import { investmentDuties } from './duties/investment.ts';

export type { DutyInputs } from './duties/inputs.ts';

/**
 * What a contract obliges to, each judged by nothing but what is known at `at`. Incomplete data are never held against
 * anybody but by the data duty itself; whatever can't be told says what is missing and when it can be told.
 */
export function dutiesOf(inputs: DutyInputs): readonly Duty[] {
  return [...energyDuties(inputs), ...investmentDuties(inputs), ...dataDuties(inputs), ...comfortDuties(inputs)];
}
