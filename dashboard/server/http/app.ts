import express, { type ErrorRequestHandler, type Express } from 'express';
import { rateLimit } from 'express-rate-limit';
import { Histogram } from 'prom-client';
import type { House } from '../house.ts';
import type { Who } from '../rights.ts';
import type { Authenticator } from './credentials.ts';
import { securityHeaders } from './headers.ts';
import { mount, send } from './mount.ts';
import { pages } from './pages.ts';
import { problem, tooManyTries } from './problem.ts';
import type { Route } from './route.ts';

/** Failed sign-ins of one address; the account's own delay is the registry's. */
const failedLogins = { count: 100, windowMs: 15 * 60_000 };

export function createApp(house: House, authenticator: Authenticator, routes: ReadonlyMap<Route, Who>): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag');
  app.set('query parser', 'simple');
  const duration = new Histogram({
    name: 'wattsteward_http_request_duration_seconds',
    help: 'Time to answer, by route',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [house.metrics],
  });
  const loginLimit = rateLimit({
    windowMs: failedLogins.windowMs,
    limit: failedLogins.count,
    skipSuccessfulRequests: true,
    standardHeaders: false,
    legacyHeaders: false,
    // The address is the socket's; a forwarded one is neither used nor complained about.
    validate: { xForwardedForHeader: false, forwardedHeader: false },
    handler: (request, response) => {
      const { resetTime } = (request as unknown as { readonly rateLimit: { readonly resetTime?: Date } }).rateLimit;
      send(response, tooManyTries(resetTime === undefined ? failedLogins.windowMs : resetTime.getTime() - Date.now()));
    },
  });
  app.use(securityHeaders(house.tls !== undefined));
  app.use(
    mount(routes, {
      house,
      authenticator,
      loginLimit,
      observe: (route, status, durationMs) => {
        duration.labels(route.method.toUpperCase(), route.path, String(status)).observe(durationMs / 1000);
        house.log.debug({ method: route.method, route: route.path, status, durationMs }, 'answered');
      },
    }),
  );
  app.use(pages(house.webRoot));
  app.use((_request, response) => send(response, problem(404, 'not-found')));
  const onError: ErrorRequestHandler = (error, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    // express refuses what it can't decode (`%zz` in a path) with a status of its own.
    const status = (error as { status?: unknown }).status;
    if (typeof status === 'number' && status >= 400 && status < 500) {
      send(response, problem(status === 404 ? 404 : 400, status === 404 ? 'not-found' : 'bad-request'));
      return;
    }
    house.log.error({ err: error, method: request.method, path: request.path }, 'a request failed');
    send(response, problem(500, 'internal'));
  };
  app.use(onError);
  return app;
}
