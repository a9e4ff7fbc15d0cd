import { DatabaseSync } from '@photostructure/sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { administrator, benchWith, firstPage, smallCity } from './fakes/bench.ts';
import type { AnalysisDefinition, Viewer } from './port.ts';

const day = (text: string): number => Date.parse(`${text}T00:00:00+08:00`);
const definition: AnalysisDefinition = {
  meter: 'main',
  weatherMeter: 'air',
  method: 'daily',
  baseline: { from: day('2024-11-01'), to: day('2025-11-01') },
  reportingFrom: day('2025-11-01'),
  confidence: 0.9,
  guarantee: null,
};
const baseline = { inputsSha256: 'a'.repeat(64), modelSha256: 'b'.repeat(64), model: '{"kind":"degree-day"}' };
const step = { kind: 'step', from: day('2026-01-01'), to: null, perDay: 12.5, evidence: 'letter 7' } as const;
const hospital: Viewer = { kind: 'user', name: 'zhao', role: 'institution', scope: 'hospital' };

async function bench() {
  const made = await benchWith(onTestFinished);
  await made.import(smallCity);
  return made;
}

describe('an analysis in the register', () => {
  it('is kept over a restart with its override, its frozen model and its adjustments', async () => {
    const at = await bench();
    const id = await at.registry.analyses.create(definition, administrator);
    expect(await at.registry.analyses.override(id, 'the annex was closed in May', administrator)).toBe('done');
    expect(await at.registry.analyses.freeze(id, baseline, administrator)).toBe('done');
    await at.registry.analyses.adjust(id, { ...step, reason: 'new servers' }, administrator);
    await at.registry.analyses.remember(id, '{"qualified":true}');
    await at.registry.close();

    const registry = await at.open();
    expect(await registry.analyses.one(administrator, id)).toEqual({
      ...definition,
      id: 'MV-0001',
      createdAt: at.clock,
      createdBy: 'operator',
      override: { reason: 'the annex was closed in May', by: 'operator', at: at.clock },
      frozen: { ...baseline, at: at.clock, by: 'operator' },
      adjustments: [{ ...step, id: 1, reason: 'new servers', createdAt: at.clock, createdBy: 'operator' }],
      summary: '{"qualified":true}',
    });
    const { items } = await registry.auditLog(administrator, firstPage);
    expect(items.map((item) => item.action)).toEqual(
      expect.arrayContaining(['mandv.create', 'mandv.override', 'mandv.freeze', 'mandv.adjust']),
    );
  });

  it('cannot be frozen again, overridden or deleted once it is frozen', async () => {
    const { registry } = await bench();
    const id = await registry.analyses.create(definition, administrator);
    await registry.analyses.freeze(id, baseline, administrator);
    expect(await registry.analyses.freeze(id, { ...baseline, model: '{}' }, administrator)).toBe('frozen');
    expect(await registry.analyses.override(id, 'afterthought', administrator)).toBe('frozen');
    expect(await registry.analyses.remove(id, administrator)).toBe('frozen');
    expect((await registry.analyses.one(administrator, id))?.frozen?.model).toBe(baseline.model);
  });

  it('keeps its frozen model even from somebody who writes into the file', async () => {
    const at = await bench();
    const id = await at.registry.analyses.create(definition, administrator);
    await at.registry.analyses.freeze(id, baseline, administrator);
    const db = new DatabaseSync(at.file);
    onTestFinished(() => db.close());
    expect(() => db.exec(`update analyses set model = '{}'`)).toThrow('frozen');
    expect(() => db.exec('update analyses set frozen_at = null')).toThrow('frozen');
    expect(() => db.exec('delete from analyses')).toThrow('frozen');
    expect(() => db.exec(`update analyses set summary = '{}'`)).not.toThrow();
  });

  it('goes as a draft, and its number is not given again', async () => {
    const { registry } = await bench();
    const first = await registry.analyses.create(definition, administrator);
    await registry.analyses.adjust(first, { ...step, reason: 'x' }, administrator);
    expect(await registry.analyses.remove(first, administrator)).toBe('done');
    expect(await registry.analyses.one(administrator, first)).toBeNull();
    expect(await registry.analyses.remove(first, administrator)).toBe('unknown');
    expect(await registry.analyses.create(definition, administrator)).toBe('MV-0002');
  });

  it('is nobody’s who does not see its meter', async () => {
    const { registry } = await bench();
    const id = await registry.analyses.create(definition, administrator);
    const own = await registry.analyses.create({ ...definition, meter: 'ward' }, administrator);
    expect(await registry.analyses.one(hospital, id)).toBeNull();
    expect((await registry.analyses.page(hospital, firstPage)).items.map((item) => item.id)).toEqual([own]);
  });

  it('comes page by page, newest first, and an odd id is none', async () => {
    const { registry } = await bench();
    for (let i = 0; i < 5; i++) await registry.analyses.create(definition, administrator);
    const first = await registry.analyses.page(administrator, { limit: 3, cursor: null });
    const second = await registry.analyses.page(administrator, { limit: 3, cursor: first.next });
    expect([...first.items, ...second.items].map((item) => item.id)).toEqual([
      'MV-0005',
      'MV-0004',
      'MV-0003',
      'MV-0002',
      'MV-0001',
    ]);
    expect(second.next).toBeNull();
    for (const odd of ['MV-00001', 'MV-1', '1', 'MV-0001 or 1=1', '']) {
      expect(await registry.analyses.one(administrator, odd)).toBeNull();
    }
  });

  it('loses an adjustment by a mark, once', async () => {
    const { registry } = await bench();
    const id = await registry.analyses.create(definition, administrator);
    const adjustment = await registry.analyses.adjust(id, { ...step, reason: 'servers' }, administrator);
    expect(await registry.analyses.adjust('MV-0099', { ...step, reason: 'x' }, administrator)).toBeNull();
    expect(await registry.analyses.withdrawAdjustment('MV-0099', adjustment!, administrator)).toBe(false);
    expect(await registry.analyses.withdrawAdjustment(id, adjustment!, administrator)).toBe(true);
    expect(await registry.analyses.withdrawAdjustment(id, adjustment!, administrator)).toBe(false);
    expect((await registry.analyses.one(administrator, id))?.adjustments).toEqual([]);
  });
});
