import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { Registry as MetricsRegistry } from 'prom-client';
import { canonicalJson } from '../../../domain/contract/canonical.ts';
import type { Duty } from '../../../domain/contract/duty.ts';
import type { Said } from '../../../domain/contract/said.ts';
import type { NotSettled, SettlementInputs } from '../../../domain/contract/settlement.ts';
import { LocalCalendar } from '../../../domain/time/calendar.ts';
import type { WireContractsRun } from '../../../domain/wire-contracts.ts';
import type { IssuedSettlement, StoredContract } from '../../../storage/registry/contract-port.ts';
import type { ContractFiguresService, DraftSettlement } from '../contracts/port.ts';
import { ownViewer, type House } from '../house.ts';
import { createApp } from '../http/app.ts';
import { Authenticator } from '../http/credentials.ts';
import { openapi } from '../http/openapi.ts';
import { rightsOf } from '../rights.ts';
import { allRoutes } from '../routes/all.ts';
import { KnownMeters } from '../wire/known-meters.ts';
import { Client } from './client.ts';
import { Installation, operatorKey, timezone } from './installation.ts';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const words = (text: string) => ({ zh: text, en: text });

/** Says what a test told it to say: one sum for every period, or why there is none. */
export class SaidFigures implements ContractFiguresService {
  payable = '1250.00';
  refusal: NotSettled | null = null;
  /** Of every baseline. */
  problems: readonly Said[] = [];
  asked: { span?: { from: number; to: number }; asOf?: number | undefined } = {};
  evaluations = 0;
  readonly run: WireContractsRun = { running: false, done: 0, total: 0, startedAt: null, finishedAt: null, failed: 0 };

  start(): void {}
  async stop(): Promise<void> {}
  forget(): void {}

  async savings({ contract }: StoredContract, span: { readonly from: number; readonly to: number }) {
    this.asked.span = span;
    const day = {
      ...{ date: '2026-11-20', expected: 100, actual: 90, saving: 10, halfWidth: 4, cumulative: 10 },
      ...{ cumulativeHalfWidth: 4, path: 12, completenessPct: 100, estimated: false },
    };
    const total = { expected: 100, actual: 90, saving: 10, halfWidth: 4, money: '8.00' };
    const dates = { from: '2026-01-01', to: '2026-11-23' };
    return { contract: contract.id, unit: 'kWh', confidence: 0.9, ...dates, days: [day], months: [], years: [], total };
  }

  async duties(_stored: StoredContract, asOf?: number): Promise<readonly Duty[]> {
    this.asked.asOf = asOf;
    const nothing = { target: null, actual: null, band: null, forecast: null, shortfall: null, evidence: [] };
    const reasons = [{ code: 'open', message: words('open'), numbers: { days: 38 } }];
    const said = { verdict: 'cannot-tell', phase: 'open', due: '2026-12-31', unit: 'kWh', reasons } as const;
    return [{ id: 'energy-2026', kind: 'energy', ...said, ...nothing }];
  }

  async summary() {
    const nothing = { saving: null, halfWidth: null, path: null, guarantee: null, forecast: null, money: null };
    const rest = { completenessPct: null, investment: null, verdicts: [], shortfall: null };
    return { at: '2026-11-23T08:00:00+08:00', year: 2026, ...nothing, ...rest };
  }

  async draft({ contract }: StoredContract, period: string): Promise<DraftSettlement | NotSettled> {
    if (this.refusal !== null) return this.refusal;
    const inputs: SettlementInputs = {
      ...{ format: 'wattsteward-settlement-1', contract, period, unit: 'kWh', completenessPct: 99.5 },
      ...{ days: { inPeriod: 31, inTerm: 31 }, meters: [], lots: [], halfWidth: null, zoneDays: null, investment: [] },
      ...{ dataPct: null, adjustments: [], drivers: { areaM2: null, people: null }, earlier: [] },
    };
    const amount = this.payable;
    const line = {
      code: 'shared-saving',
      quantity: '1562.5',
      unit: 'kWh',
      price: '0.8',
      amount,
      formula: 'S × p',
    } as const;
    const inputsText = canonicalJson(inputs);
    return {
      ...{ inputs, inputsText, inputsSha256: sha256(inputsText) },
      settlement: { period, payer: 'institution', lines: [{ ...line, trace: [] }], payable: amount, carried: '0.00' },
    };
  }

  async settlements() {
    const none = { payer: null, payable: null, problem: null };
    return [{ period: '2026-10', kind: 'month', status: 'not-settled', ...none } as const];
  }

  recompute({ result }: IssuedSettlement) {
    return { identical: canonicalJson(JSON.parse(result)) === result, resultSha256: sha256(result) };
  }

  async lot(_stored: StoredContract, { meter, month, kind }: { meter: string; month: string; kind: string | null }) {
    return month === '2026-01' ? null : { meter, month, kind, days: [], point: 'energy_kwh' };
  }

  async baseline() {
    return {
      state: 'draft',
      sha256: null,
      at: null,
      by: null,
      signatures: [],
      meters: [],
      problems: this.problems,
    } as const;
  }

  async baselineToFreeze({ contract }: StoredContract) {
    if (this.refusal !== null) return this.refusal;
    const hash = sha256(contract.id);
    const model = { weatherMeter: '', inputsSha256: hash, modelSha256: hash, model: '{}' };
    return { meters: contract.meters.map((meter) => ({ meter, ...model })), sha256: hash };
  }

  async evaluateAll(): Promise<void> {
    this.evaluations += 1;
  }
}

/** The school's contract with GREEN, the hospital's with BLUE; a canteen and somebody who looks on. */
const parties = {
  contracts: [
    {
      ...{ id: 'C1', type: 'shared', institution: 'SCHOOL', contractor: 'GREEN', meters: ['E1'] },
      ...{ start: '2026-01-01', end: '2030-12-31', price: 0.8 },
      investment: [
        { due: '2026-03-31', amount: 1000, verified: [{ date: '2026-03-30', amount: '600.5' }] },
        { due: '2027-03-31', amount: 500 },
      ],
    },
    { id: 'C2', type: 'custody', institution: 'HOSPITAL', contractor: 'BLUE', meters: ['E2'] },
  ],
  canteens: [{ id: 'CT1', institution: 'SCHOOL', name: '食堂' }],
  users: [
    { username: 'bo', role: 'contractor', scope: 'BLUE' },
    { username: 'sun', role: 'leader' },
    { username: 'ma', role: 'canteen', scope: 'CT1' },
  ],
};

/** An installation whose register is real, and whose contracts are computed by nobody. */
export class SaidContracts extends Installation {
  readonly figures = new SaidFigures();
  #server!: Server;
  #port = 0;

  /** @returns who asks: zhao of the office, wang of the school, li of GREEN, bo of BLUE, a leader and a kitchen. */
  async open() {
    await this.start();
    const done = await this.registry.importPortfolio(parties, ownViewer);
    if (!done.ok) throw new Error(JSON.stringify(done.faults));
    const routes = rightsOf(allRoutes);
    const document = openapi(routes, 'test');
    const parts = {
      ...{ registry: this.registry, store: this.store, collector: this.collector, now: () => this.now, timezone },
      ...{ log: pino({ level: 'silent' }), metrics: new MetricsRegistry(), webRoot: this.folder },
      ...{ calendar: new LocalCalendar(timezone), contracts: this.figures, meters: new KnownMeters(this.registry) },
      reports: { made: async () => {} },
      openapi: () => document,
    };
    const app = createApp(parts as unknown as House, new Authenticator(this.registry, operatorKey), routes);
    this.#server = createServer(app as RequestListener).listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
    return {
      officer: await this.#viewer('zhao'),
      school: await this.#viewer('wang'),
      contractor: await this.#viewer('li'),
      other: await this.#viewer('bo'),
      leader: await this.#viewer('sun'),
      kitchen: await this.#viewer('ma'),
    };
  }

  async #viewer(username: string): Promise<Client> {
    return new Client(`http://127.0.0.1:${this.#port}`, (await this.person(username)).headers);
  }

  override async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await super.stop();
  }
}
