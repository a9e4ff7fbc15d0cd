import express, { type Router } from 'express';
import type { WireMandvAnalysis, WireMandvListItem } from '../../../domain/wire-mandv.ts';
import { fakeAnalysis, type FakeKind } from './fake-analysis.ts';

/** The M&V routes of the stand-in server; what is posted is kept until it stops. `empty`: no analyses. */
export function fakeMandv(empty: boolean): Router {
  const kinds = new Map<string, FakeKind>(
    empty
      ? []
      : [
          ['MV-7', 'good'],
          ['MV-8', 'disqualified'],
          ['MV-9', 'no-saving'],
          ['MV-10', 'empty'],
        ],
  );
  const changes = new Map<string, Partial<WireMandvAnalysis>>();
  const of = (id: string): WireMandvAnalysis => ({
    ...fakeAnalysis(id, kinds.get(id)!, Date.now()),
    ...changes.get(id),
  });
  const router = express.Router();
  const problem = (status: number, code: string, errors: object[] = []) => ({
    type: 'about:blank',
    title: code,
    status,
    code,
    errors,
  });
  router.get('/', (_req, res) => {
    const items = [...kinds.keys()].map((id): WireMandvListItem => {
      const a = of(id);
      const list = { frozenAt: a.frozen?.at ?? null, overridden: a.override !== null, saving: a.total };
      return { ...a, ...list, computedAt: id === 'MV-10' ? null : a.computedAt, qualified: a.sufficiency.qualified };
    });
    res.json({ items, next: null });
  });
  router.post('/', (req, res) => {
    if (req.body.baselineFrom < '2024-01-01') {
      const error = { path: 'baselineFrom', code: 'before-first-reading', message: 'No readings before 2024-01-01' };
      return void res.status(422).json(problem(422, 'invalid', [error]));
    }
    const id = `MV-${kinds.size + 7}`;
    kinds.set(id, 'no-saving');
    res.status(201).json(of(id));
  });
  router.use('/:id', (req, res, next) => {
    if (kinds.has(req.params.id)) next();
    else res.status(404).json(problem(404, 'not-found'));
  });
  router.get('/:id', (req, res) => void res.json(of(req.params.id)));
  router.get('/:id/today', (req, res) => void res.json(of(req.params.id).today));
  router.post('/:id/freeze', (req, res) => {
    const good = fakeAnalysis(req.params.id, 'good', Date.now());
    changes.set(req.params.id, { ...changes.get(req.params.id), state: 'frozen', frozen: good.frozen });
    res.json(of(req.params.id));
  });
  router.post('/:id/override', (req, res) => {
    const override = { reason: String(req.body.reason), by: 'wangmin', at: new Date().toISOString() };
    changes.set(req.params.id, { ...changes.get(req.params.id), override });
    res.json(of(req.params.id));
  });
  router.post('/:id/adjustments', (req, res) => {
    const a = of(req.params.id);
    const extra = { id: `A-${a.adjustments.length + 1}`, by: 'wangmin', at: new Date().toISOString(), effect: null };
    const adjustments = [...a.adjustments, { to: null, perDay: 0, ...req.body, ...extra }];
    changes.set(req.params.id, { ...changes.get(req.params.id), adjustments });
    res.status(201).json(of(req.params.id));
  });
  router.delete('/:id/adjustments/:adjustment', (req, res) => {
    const adjustments = of(req.params.id).adjustments.filter((x) => x.id !== req.params.adjustment);
    changes.set(req.params.id, { ...changes.get(req.params.id), adjustments });
    res.status(204).end();
  });
  return router;
}
