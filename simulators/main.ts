import { pino } from 'pino';
import { SimulatorsApart } from './apart.ts';

/**
 * `node dist/simulators/main.js`: the demo's devices as a process of its own, beside an installation that runs with
 * `WATTSTEWARD_SIMULATORS=off`. `SIMULATORS_DATA_DIR`: the installation's data folder, read-only is enough;
 * `SIMULATORS_MQTT_URL`: its broker.
 */
const log = pino();
const simulators = new SimulatorsApart({
  folder: process.env['SIMULATORS_DATA_DIR'] ?? './data',
  mqttUrl: process.env['SIMULATORS_MQTT_URL'] ?? 'mqtt://127.0.0.1:1883',
  log,
  now: Date.now,
});
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => void simulators.stop().then(() => process.exit(0)));
}
simulators.start();
