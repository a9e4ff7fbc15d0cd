import { rmSync } from 'node:fs';
import { deviceId } from './support/driver.ts';
import {
  importPortfolio,
  mosquittoPath,
  runDriver,
  startMosquitto,
  startProduct,
  startSubscriber,
  type RunningProduct,
} from './support/processes.ts';
import { median, type Figure } from './support/result.ts';

const connections = 100;
const secretPrefix = 'bench secret ';
const firstTs = Date.parse('2026-01-01T00:00:00Z');

async function prepared(): Promise<RunningProduct> {
  const product = await startProduct();
  await importPortfolio(product, {
    institutions: [{ id: 'I', name: 'Bench' }],
    buildings: [{ id: 'B', institution: 'I', name: 'Bench' }],
    meters: Array.from({ length: connections }, (_, i) => ({
      id: deviceId(i),
      building: 'B',
      carrier: 'electricity',
      register: { point: 'energy_kwh', unit: 'kWh', decimals: 2 },
      interval: '1m',
      secret: secretPrefix + deviceId(i),
    })),
  });
  return product;
}

/**
 * Durable ingest (QoS 1, 150-byte JSON, 100 connections pipelined: authenticated, decoded, judged, on disk before the
 * PUBACK) against what Mosquitto forwards to one subscriber while storing nothing; both in one run, in turns, with
 * the same driver on the same two cores.
 */
export async function ingest({ seconds, rounds }: { seconds: number; rounds: number }): Promise<Figure[]> {
  const ours: number[] = [];
  const theirs: number[] = [];
  const cpu: number[] = [];
  const task = { connections, seconds, warmUpSeconds: 2, mode: { kind: 'pipelined' as const, window: 100 } };
  for (let round = 0; round < rounds; round++) {
    if (mosquittoPath !== undefined) {
      const broker = await startMosquitto();
      const subscriber = await startSubscriber(broker.port);
      const drive = runDriver({ ...task, port: broker.port, secretOf: null, startAt: firstTs });
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      const [before, at] = [await subscriber.count(), performance.now()];
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000 - 1_000));
      theirs.push((((await subscriber.count()) - before) / (performance.now() - at)) * 1000);
      await drive;
      subscriber.stop();
      await broker.stop();
    }
    const product = await prepared();
    const cpuBefore = product.cpuSeconds();
    const result = await runDriver({ ...task, port: product.mqttPort, secretOf: secretPrefix, startAt: firstTs });
    cpu.push(((product.cpuSeconds() - cpuBefore) / (result.perSecond * (seconds + 2))) * 100_000);
    ours.push(result.perSecond);
    await product.stop();
    rmSync(product.dataDir, { recursive: true, force: true });
  }
  const figures: Figure[] = [
    { benchmark: 'ingest', what: 'acknowledged after they are on disk', value: median(ours), unit: 'messages/s' },
    { benchmark: 'ingest', what: 'processor time a 100,000 messages', value: median(cpu), unit: 's' },
  ];
  if (theirs.length === 0) return figures;
  return [
    ...figures,
    { benchmark: 'ingest', what: 'Mosquitto forwards to one subscriber', value: median(theirs), unit: 'messages/s' },
    {
      benchmark: 'ingest',
      what: 'ratio to Mosquitto',
      value: median(ours) / median(theirs),
      unit: '',
      bound: ['>=', 0.6],
    },
  ];
}

/** Time from a reading's publish to its PUBACK at 5,000 readings a second over 100 connections. */
export async function paced({ seconds }: { seconds: number }): Promise<Figure[]> {
  const product = await prepared();
  const mode = { kind: 'paced' as const, rate: 5_000 };
  const result = await runDriver({
    port: product.mqttPort,
    connections,
    seconds,
    warmUpSeconds: 3,
    mode,
    secretOf: secretPrefix,
    startAt: firstTs,
  });
  await product.stop();
  rmSync(product.dataDir, { recursive: true, force: true });
  return [
    { benchmark: 'paced', what: 'acknowledged', value: result.perSecond, unit: 'messages/s' },
    { benchmark: 'paced', what: 'PUBACK p50 at 5,000/s', value: result.p50Ms ?? NaN, unit: 'ms' },
    { benchmark: 'paced', what: 'PUBACK p99 at 5,000/s', value: result.p99Ms ?? NaN, unit: 'ms', bound: ['<', 20] },
  ];
}
