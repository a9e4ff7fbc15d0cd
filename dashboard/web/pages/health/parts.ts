import type { HealthState, WireHealthPart } from '../../../../domain/wire-devices.ts';
import type { SignName } from '../../components/Sign.svelte';
import type { HealthMessages, Said } from '../../messages/health/type.ts';

const order: readonly HealthState[] = ['failing', 'degraded', 'ok', 'off'];

export const healthSigns: Readonly<Record<HealthState, SignName>> = {
  failing: 'alarm',
  degraded: 'notice',
  ok: 'met',
  off: 'due',
};

/** What needs somebody stands first; among equals as the server gives them, which is the way of a reading. */
export function worstFirst(parts: readonly WireHealthPart[]): readonly WireHealthPart[] {
  return parts.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
}

export function worst(parts: readonly WireHealthPart[]): HealthState {
  return worstFirst(parts)[0]?.state ?? 'ok';
}

/** What failed, what still holds, what to do: by code, else by part; null when nothing is wrong. */
export function saidOf(part: WireHealthPart, m: HealthMessages): Said | null {
  if (part.state === 'ok' || part.state === 'off') return null;
  return (part.code === null ? undefined : m.codes[`${part.part}:${part.code}`]) ?? m.troubles[part.part];
}
