import { expect } from 'vitest';
import { secretOf } from '../../../gateway/fakes/directory.ts';
import { RawClient, type Route } from '../../../gateway/fakes/raw-client.ts';
import { portfolio } from '../portfolio.ts';
import { Product, until } from '../product.ts';
import { settled } from '../settled.ts';
import { Bystander, type Served } from './bystander.ts';
import { collectOnSignal, liveMemoryOf, memoryBack, memoryOf, type Memory, type MemoryBack } from './memory.ts';
import { Metrics } from './metrics.ts';

const SERVED_WITHIN_MS = 100;
/** Readings that warm the product up: code is compiled, caches and pools have their size. */
const WARM_UP = 300;
/** What all connections of one attack may hold together, MiB. */
const MOST_UNDER_ATTACK = 320;
const BYSTANDER = 'BYSTANDER';

/** What one attack did to others. */
export interface Aftermath {
  readonly attack: string;
  readonly idle: Served;
  readonly under: Served;
  /** MiB resident while the attack's connections stood. */
  readonly rssUnder: number;
  readonly memory: MemoryBack;
  /** What the product spent on it, seconds of one core, the bystander's service included. */
  readonly cpuS: number;
}

export interface SiegeOptions {
  /** Meters that the attackers own, each with the secret of {@link secretOf}. */
  readonly devices: readonly string[];
  readonly portfolio?: Record<string, unknown>;
  readonly env?: Record<string, string>;
}

interface Ledger {
  readonly received: number;
  readonly stored: number;
  readonly duplicate: number;
  readonly quarantined: number;
  readonly rejected: number;
}

/**
 * The built product in a process of its own, attacked by clients and watched through a device that did nothing wrong.
 * One process and one baseline of memory for all attacks of a file: what each leaves behind would add up.
 */
export class Siege {
  readonly product: Product;
  readonly aftermaths: Aftermath[] = [];
  readonly #options: SiegeOptions;
  readonly #attackers = new Set<RawClient>();
  #bystander!: Bystander;
  #baseline!: Memory;

  private constructor(options: SiegeOptions) {
    this.#options = options;
    this.product = new Product({ ...collectOnSignal, ...options.env });
  }

  static async start(options: SiegeOptions): Promise<Siege> {
    const siege = new Siege(options);
    await siege.#start();
    return siege;
  }

  get port(): number {
    return this.product.runtime.mqttPort;
  }

  get baseline(): Memory {
    return this.#baseline;
  }

  /** A connection of an attacker, hung up after the attack. */
  attacker(route?: Route): RawClient {
    const client = new RawClient(this.port, route);
    this.#attackers.add(client);
    return client;
  }

  /** An attacker that is logged in. */
  async insider(id: string, connect: Parameters<RawClient['login']>[1] = {}, route?: Route): Promise<RawClient> {
    const client = this.attacker(route);
    expect(await client.login(id, connect), `login of ${id}`).toBe(0);
    return client;
  }

  async insiders(count: number, id: string): Promise<RawClient[]> {
    return Promise.all(Array.from({ length: count }, (_, i) => this.insider(id, { clientId: `${id} ${i}` })));
  }

  metrics(): Promise<Metrics> {
    return Metrics.of(this.product);
  }

  /**
   * Lets an attack happen, and looks at what it did to everybody else: while its connections stand, and after.
   * @param kept MiB that the product rightly keeps: it knows more meters than before.
   * @param most MiB that the connections may hold while they stand
   */
  async endure(
    attack: string,
    run: () => Promise<void>,
    { kept = 0, most = MOST_UNDER_ATTACK }: { readonly kept?: number; readonly most?: number } = {},
  ): Promise<void> {
    const idle = await this.#bystander.served();
    const cpuBefore = (await this.metrics()).value('process_cpu_seconds_total');
    await run();
    const under = await this.#bystander.served();
    const { rss: rssUnder } = await memoryOf(this.product);
    const cpuS = (await this.metrics()).value('process_cpu_seconds_total') - cpuBefore;
    expect(this.#bystander.isConnected, 'the bystander was thrown out').toBe(true);
    await this.#hangUp();
    await this.#unharmed();
    this.#baseline = { ...this.#baseline, held: this.#baseline.held + kept };
    const memory = await memoryBack(this.product, this.#baseline);
    this.aftermaths.push({ attack, idle, under, rssUnder, memory, cpuS });
    expect(rssUnder, 'resident under attack').toBeLessThan(this.#baseline.rss + most);
    for (const what of ['publish', 'connect'] as const) {
      // On a machine that is busy with something else an idle product is no quicker: then that is the measure.
      const limit = Math.max(SERVED_WITHIN_MS, 3 * idle[what]);
      expect(under[what], `${what} of the bystander, ${idle[what]} ms before the attack`).toBeLessThan(limit);
    }
  }

  /** Before it goes: what is left after all attacks together, when garbage is no excuse any more. */
  async stop(): Promise<void> {
    try {
      if (process.env.HOSTILE_FIGURES !== undefined) this.#tell();
      await this.#hangUp();
      await memoryBack(this.product, this.#baseline, 0);
      await this.#bystander.stop();
    } finally {
      await this.product.dispose();
    }
  }

  async #start(): Promise<void> {
    const { product } = this;
    await product.start();
    const meters = [BYSTANDER, ...this.#options.devices].map((id) => ({ id, secret: secretOf(id), interval: '1m' }));
    await product.importPortfolio(portfolio(meters, this.#options.portfolio));
    this.#bystander = new Bystander(product.mqttUrl, BYSTANDER, secretOf(BYSTANDER));
    await this.#bystander.start();
    for (let i = 0; i < WARM_UP; i += 20) {
      await Promise.all(Array.from({ length: 20 }, () => this.#bystander.publish()));
    }
    await this.#bystander.served();
    await settled(product);
    this.#baseline = await liveMemoryOf(product);
  }

  async #hangUp(): Promise<void> {
    for (const client of this.#attackers) client.reset();
    this.#attackers.clear();
    await until('all connections of the attack to be gone', async () => {
      return (await this.metrics()).value('wattsteward_mqtt_sockets') <= 1;
    });
  }

  async #unharmed(): Promise<void> {
    const { product } = this;
    expect(product.output).not.toMatch(/uncaughtException|unhandledRejection/);
    const errors = product.output.split('\n').filter((line) => /^\{"level":[56]0/.test(line));
    expect(errors).toEqual([]);
    expect((await fetch(`${product.url}/healthz`)).status).toBe(200);
    // Signal 0 asks whether the process is there; it would have another id after a restart.
    expect(() => process.kill(product.runtime.pid, 0)).not.toThrow();
    const ledger = await product.get<Ledger>('/api/v1/ingest/ledger');
    const { received, stored, duplicate, quarantined, rejected } = ledger;
    expect(received, JSON.stringify(ledger)).toBe(stored + duplicate + quarantined + rejected);
    const own = await product.get<Ledger>(`/api/v1/ingest/ledger?device=${BYSTANDER}`);
    expect(own).toMatchObject({ stored: this.#bystander.acknowledged, received: this.#bystander.acknowledged });
  }

  #tell(): void {
    const { held, rss } = this.#baseline;
    console.log(`MiB before all of it: ${held} held, ${rss} resident`);
    console.table(
      this.aftermaths.map(({ attack, idle, under, rssUnder, memory, cpuS }) => ({
        attack,
        'publish idle': idle.publish,
        'publish after': under.publish,
        'connect idle': idle.connect,
        'connect after': under.connect,
        'rss under': rssUnder,
        'cpu s': cpuS.toFixed(1),
        ...memory,
      })),
    );
  }
}
