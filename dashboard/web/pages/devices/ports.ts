import type { WireSystem } from '../../../../domain/wire.ts';

/** Ports as the server tells them; a server that does not listen says 0 or nothing. */
export interface Ports {
  readonly mqttPort: number | null;
  readonly mqttsPort: number | null;
  readonly wsPort: number | null;
}

export function portsOf(system: WireSystem | null): Ports {
  const told = (system ?? {}) as Partial<Record<keyof Ports, number | null>>;
  return { mqttPort: told.mqttPort || null, mqttsPort: told.mqttsPort || null, wsPort: told.wsPort || null };
}

/** `1883`, `8883 TLS`, `9001 WebSocket`: those that listen. */
export function listeners(system: WireSystem): readonly string[] {
  const { mqttPort, mqttsPort, wsPort } = portsOf(system);
  const found: string[] = [];
  if (mqttPort !== null) found.push(String(mqttPort));
  if (mqttsPort !== null) found.push(`${mqttsPort} TLS`);
  if (wsPort !== null) found.push(`${wsPort} WebSocket`);
  return found;
}
