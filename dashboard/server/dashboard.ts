import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { LocalCalendar } from '../../domain/time/calendar.ts';
import { AlarmService } from './alarms/service.ts';
import { channelsOf, Courier } from './alarms/notify/courier.ts';
import { KnownBoards } from './canteens/board.ts';
import { CanteenService } from './canteens/service.ts';
import { settlementReports } from './contracts/reports.ts';
import { ContractService } from './contracts/service.ts';
import { Knocks } from './devices/knocks.ts';
import { registerHealthMetrics } from './health/metrics.ts';
import { Vitals } from './health/vitals.ts';
import type { House } from './house.ts';
import { createApp } from './http/app.ts';
import { Authenticator } from './http/credentials.ts';
import { openapi } from './http/openapi.ts';
import type { Route } from './http/route.ts';
import { IntervalReader } from './intervals/reader.ts';
import { LiveHub } from './live/hub.ts';
import { mandvReports } from './mandv/reports.ts';
import { MandvService } from './mandv/service.ts';
import type { CertificateSource, DashboardOptions, DashboardService, TlsPair } from './port.ts';
import { rightsOf, type Who } from './rights.ts';
import { allRoutes } from './routes/all.ts';
import { KnownQuality } from './places/known-quality.ts';
import { KnownToday } from './places/known-today.ts';
import { KnownUsual } from './places/known-usual.ts';
import { KnownPlaces } from './places/place-index.ts';
import { Decider } from './quality/decide.ts';
import { registerQualityMetrics } from './quality/metrics.ts';
import { OpenVerdicts } from './quality/open-verdicts.ts';
import { ReportWatch } from './quality/reports.ts';
import { BillBook } from './history/bill-book.ts';
import { Verification } from './verify/verification.ts';
import { KnownMeters } from './wire/known-meters.ts';

/** Answers under way may finish for this long when the server stops. */
const graceMs = 2000;

/** HTTP API, pages and live connections of one installation. */
export class Dashboard implements DashboardService {
  readonly #house: House;
  readonly #routes: ReadonlyMap<Route, Who>;
  readonly #authenticator: Authenticator;
  readonly #hub: LiveHub;
  readonly #courier: Courier;
  #server: Server | undefined;

  /** Throws when a route says nowhere who may call it. */
  constructor(options: DashboardOptions) {
    this.#routes = rightsOf(allRoutes);
    const document = openapi(this.#routes, options.version);
    const calendar = new LocalCalendar(options.timezone);
    const intervals = new IntervalReader(options.store, options.registry, calendar, options.now);
    const meters = new KnownMeters(options.registry);
    const today = new KnownToday({ ...options, calendar });
    const verdicts = new OpenVerdicts(options);
    const places = new KnownPlaces(options.registry, meters);
    const alarms = new AlarmService({
      ...{ ...options, calendar, intervals, places },
      channels: channelsOf(options.messages),
      ...(options.alarmRules && { rules: options.alarmRules }),
    });
    const canteens = new CanteenService({
      ...{ ...options, calendar },
      ...(options.canteenRules && { rules: options.canteenRules }),
    });
    const contracts = new ContractService({ ...options, calendar, intervals, meters });
    this.#house = {
      ...options,
      calendar,
      intervals,
      mandv: new MandvService({ ...options, calendar, intervals }),
      meters,
      places,
      alarms,
      canteens,
      contracts,
      boards: new KnownBoards({ ...options, canteens, calendar }),
      quality: new KnownQuality({ ...options, calendar, today }),
      today,
      usual: new KnownUsual({ ...options, calendar }),
      verdicts,
      decider: new Decider({ ...options, calendar, intervals }, verdicts),
      reports: new ReportWatch(options, [
        mandvReports({ ...options, intervals }),
        settlementReports({ ...options, calendar }, contracts),
      ]),
      knocks: new Knocks({ ...options, calendar }),
      vitals: new Vitals(options),
      verification: new Verification({ ...options, calendar }),
      bills: new BillBook({ ...options, calendar }),
      openapi: () => document,
      recheckLive: () => void this.#recheckLive(),
    };
    this.#authenticator = new Authenticator(options.registry, options.operatorKey);
    this.#hub = new LiveHub(this.#house, this.#authenticator);
    this.#courier = new Courier(this.#house);
  }

  /** For tests, which turn the clock themselves. */
  get alarms(): AlarmService {
    return this.#house.alarms;
  }
  get courier(): Courier {
    return this.#courier;
  }

  async start(): Promise<{ readonly port: number }> {
    const { bind, port, tls, log } = this.#house;
    const app = createApp(this.#house, this.#authenticator, this.#routes) as RequestListener;
    const server = tls ? httpsServer(tls, app) : createHttpServer(app);
    server.listen(port, bind);
    await once(server, 'listening');
    this.#server = server;
    this.#house.meters.start();
    // After the meters, which it is built from.
    this.#house.places.start();
    // Before live views, which read again what these forget.
    this.#house.today.start();
    this.#house.usual.start();
    this.#house.quality.start();
    this.#house.verdicts.start();
    this.#house.decider.start(this.#house.collector);
    this.#house.knocks.start();
    this.#house.vitals.start();
    registerHealthMetrics(this.#house);
    registerQualityMetrics(this.#house);
    this.#house.mandv.start();
    // Before the reports, which ask for settlements as they are now.
    this.#house.contracts.start();
    this.#house.reports.start();
    this.#house.bills.start((error) => log.error({ err: error }, 'bills could not be laid against a meter’s readings'));
    this.#house.alarms.start();
    this.#house.canteens.start();
    this.#hub.start(server);
    const used = (server.address() as AddressInfo).port;
    this.#courier.start(`${tls ? 'https' : 'http'}://${hostname()}:${used}`);
    log.info({ port: used, bind, tls: tls !== undefined }, 'web is listening');
    return { port: used };
  }

  async stop(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    const cut = setTimeout(() => server.closeAllConnections(), graceMs);
    const closed = once(server, 'close');
    // Closes the HTTP server with it.
    await this.#hub.stop();
    server.closeIdleConnections();
    if (server.listening) server.close();
    await closed;
    clearTimeout(cut);
    this.#house.verification.stop();
    await this.#house.alarms.stop();
    await this.#courier.stop();
    await this.#house.canteens.stop();
    await this.#house.reports.stop();
    await this.#house.contracts.stop();
    await this.#house.bills.stop();
    await this.#house.mandv.stop();
    this.#house.vitals.stop();
  }

  async #recheckLive(): Promise<void> {
    try {
      await this.#hub.recheck();
    } catch (error) {
      this.#house.log.error({ err: error }, 'live connections could not be checked');
    }
  }
}

function httpsServer(tls: TlsPair | CertificateSource, app: RequestListener): Server {
  const pair = 'current' in tls ? tls.current : tls;
  const secure = { cert: pem(pair.cert), key: pem(pair.key), minVersion: 'TLSv1.2' } as const;
  const server = createHttpsServer(secure, app);
  if ('current' in tls) tls.onChange(({ cert, key }) => server.setSecureContext({ ...secure, cert, key }));
  return server;
}

/** The text itself, or the file that holds it. */
function pem(value: string): string {
  return value.startsWith('-----BEGIN') ? value : readFileSync(value, 'utf8');
}
