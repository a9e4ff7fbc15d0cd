import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express, { Router } from 'express';

/** A missing file stays missing; a dot alone says nothing, meters have dots in their ids. */
const notPages = /^\/(api|assets|socket\.io)(\/|$)|\.(js|css|map|json|txt|xml|ico|png|svg|webp|woff2?)$/;

/**
 * The built pages. Files under assets/ carry a hash in their name and are kept for a year; all else is asked for again
 * each time. A path without a file behind it is a page of the application and gets index.html.
 */
export function pages(webRoot: string): Router {
  const router = Router();
  const index = join(webRoot, 'index.html');
  router.use(
    '/assets',
    express.static(join(webRoot, 'assets'), { index: false, immutable: true, maxAge: '365d', redirect: false }),
  );
  router.use(
    express.static(webRoot, {
      index: false,
      cacheControl: false,
      redirect: false,
      setHeaders: (res) => void res.setHeader('Cache-Control', 'no-cache'),
    }),
  );
  router.use((req, res, next) => {
    const reads = req.method === 'GET' || req.method === 'HEAD';
    if (!reads || notPages.test(req.path) || !existsSync(index)) {
      next();
      return;
    }
    res.setHeader('Cache-Control', 'no-cache');
    res.sendFile(index, { cacheControl: false });
  });
  return router;
}
