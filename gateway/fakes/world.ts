import pino from 'pino';
import { Registry } from 'prom-client';
import { Gateway } from '../gateway.ts';
import type { GatewayLimits } from '../limits.ts';
import type { GatewayOptions, GatewayPorts } from '../port.ts';
import type { FakeDirectory } from './directory.ts';
import { RawClient } from './raw-client.ts';
import { FakeSink } from './sink.ts';

/** Tests of other things send as fast as they can. */
const UNHURRIED = { deviceMessagesPerSecond: null, deviceBytesPerSecond: null };

/** A gateway on a free port, with the collector and the registry in the test's hand. */
export class World {
  readonly sink = new FakeSink();
  readonly metrics = new Registry();
  readonly logLines: string[] = [];
  readonly directory: FakeDirectory;
  readonly gateway: Gateway;
  readonly #clients: RawClient[] = [];
  now = Date.parse('2026-11-23T08:00:00+08:00');
  ports: GatewayPorts = { port: 0 };
  /** Monotonic time that the test has let pass, ms. */
  passed = 0;

  private constructor(directory: FakeDirectory, limits: Partial<GatewayLimits>, change: Partial<GatewayOptions>) {
    this.directory = directory;
    this.gateway = new Gateway({
      sink: this.sink,
      directory,
      log: pino({ level: 'debug' }, { write: (line: string) => this.logLines.push(line) }),
      metrics: this.metrics,
      now: () => this.now,
      clock: () => performance.now() + this.passed,
      bind: '127.0.0.1',
      port: 0,
      limits: { ...UNHURRIED, ...limits },
      ...change,
    });
  }

  /** @param change options instead of the usual ones, e.g. further listeners. */
  static async start(
    directory: FakeDirectory,
    limits: Partial<GatewayLimits> = {},
    change: Partial<GatewayOptions> = {},
  ): Promise<World> {
    const world = new World(directory, limits, change);
    world.ports = await world.gateway.start();
    return world;
  }

  get port(): number {
    return this.ports.port;
  }

  /** Not started. */
  static onPort(directory: FakeDirectory, port: number): World {
    return new World(directory, {}, { port });
  }

  /** A socket that has said nothing yet. */
  stranger(): RawClient {
    const client = new RawClient(this.port);
    this.#clients.push(client);
    return client;
  }

  async device(id: string, connect: Parameters<RawClient['login']>[1] = {}): Promise<RawClient> {
    const client = this.stranger();
    const code = await client.login(id, connect);
    if (code !== 0) throw new Error(`login of ${id} answered ${code}`);
    return client;
  }

  async metric(name: string, labels: Readonly<Record<string, string>> = {}): Promise<number> {
    const metric = await this.metrics.getSingleMetric(`wattsteward_mqtt_${name}`)?.get();
    const value = metric?.values.find((one) =>
      Object.entries(labels).every(([label, wanted]) => one.labels[label] === wanted),
    );
    return value?.value ?? 0;
  }

  /** Log lines as objects. */
  logs(): readonly Record<string, unknown>[] {
    return this.logLines.map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  async stop(): Promise<void> {
    for (const client of this.#clients) await client.hangUp();
    this.sink.release();
    await this.gateway.stop();
  }
}
