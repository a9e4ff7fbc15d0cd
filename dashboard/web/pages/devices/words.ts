import type { WireDevice } from '../../../../domain/wire-devices.ts';
import type { Messages } from '../../messages/type.ts';
import { conditionOf } from './need.ts';

/** Why something was refused: the word of the door, else of quarantine, else the code as it is. */
export const reasonWord = (reason: string, m: Messages): string =>
  m.devices.reasons[reason] ?? m.quarantine.reasons[reason] ?? reason;

/** `age`: of its newest message, formatted; null = it never sent one. */
export function conditionWord(device: WireDevice, age: string | null, m: Messages): string {
  const condition = conditionOf(device);
  if (condition === 'silent' && age !== null) return m.devices.silentFor(age);
  if (condition === 'by-gateway') return m.devices.byGateway(device.gateway ?? '');
  if (condition === 'clock-fast') return m.devices.clockFast;
  if (condition === 'clock-slow') return m.devices.clockSlow;
  return m.devices.states[condition];
}
