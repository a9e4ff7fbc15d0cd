import type { WireSystem } from '../../../../domain/wire.ts';

/** Those that listen; null = off. */
export type Ports = Readonly<Record<'mqttPort' | 'mqttsPort' | 'wsPort', number | null>>;

export function portsOf(system: WireSystem | null): Ports {
  const { mqttPort = 0, mqttsPort = null, wsPort = null } = system ?? {};
  return { mqttPort: mqttPort === 0 ? null : mqttPort, mqttsPort, wsPort };
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
