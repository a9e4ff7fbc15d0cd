import { DatabaseSync } from '@photostructure/sqlite';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { administrator, benchWith, firstPage, meterOf, smallCity } from './fakes/bench.ts';
import type { NewDecision, RuleChange, Viewer } from './port.ts';

const point = 'energy_kwh';
const at = (text: string): number => Date.parse(`${text}+08:00`);
const reset = {
  rule: 'reset',
  effect: 'unknown',
  from: at('2026-11-01T08:00:00'),
  to: at('2026-11-01T08:15:00'),
  before: 51_234.5,
  after: 0,
  evidence: { digits: 6 },
} as const;
/** An officer knows better than the rule: the register ran on. */
const overruled: NewDecision = {
  meter: 'main',
  point,
  outcome: 'overruled',
  choice: 'used',
  change: { kind: 'step', point, from: reset.from, to: reset.to, as: 'used' },
  finding: reset,
  reason: 'the display was read, nothing was swapped',
  batch: null,
};
const confirmed: NewDecision = { ...overruled, outcome: 'confirmed', choice: null, change: null, reason: 'seen' };
const read = (meter: string, time: string, value: number): NewDecision => ({
  meter,
  point,
  outcome: 'entered',
  choice: 'manual-reading',
  change: { kind: 'reading', point, at: at(time), value },
  finding: null,
  reason: 'round of November',
  batch: 'rounds.csv',
});
const hospital: Viewer = { kind: 'user', name: 'zhao', role: 'institution', scope: 'hospital' };
const officer: Viewer = { kind: 'user', name: 'sun', role: 'officer', scope: null };

async function bench() {
  const made = await benchWith(onTestFinished);
  await made.import(smallCity);
  return made;
}

describe('a decision in the register', () => {
  it('is kept as it was made, with who, when and why, over a restart', async () => {
    const made = await bench();
    const ids = await made.registry.decisions.make([overruled, confirmed], officer);
    expect(ids).toEqual([1, 2]);
    await made.registry.close();
    const { decisions } = await made.open();
    const first = { ...overruled, id: 1, by: 'sun', at: made.clock, undone: null };
    expect(await decisions.one(administrator, 1)).toEqual(first);
    expect(decisions.standing('main')).toEqual([
      first,
      { ...confirmed, id: 2, by: 'sun', at: made.clock, undone: null },
    ]);
    expect([...decisions.meters()]).toEqual(['main']);
    expect(decisions.standing('ward')).toEqual([]);
  });

  it('is what the calculation is told at once, in the order in which people decided, until it is undone', async () => {
    const made = await bench();
    const { registry } = made;
    const before = registry.directory.meter('main')!.rules;
    expect('decisions' in before).toBe(false);
    await registry.decisions.make([confirmed], officer);
    expect(registry.directory.meter('main')!.rules).toEqual(before);
    const [first] = await registry.decisions.make([overruled], officer);
    await registry.decisions.make([read('main', '2026-11-02T09:00:00', 51_300)], officer);
    const told = [overruled.change, read('main', '2026-11-02T09:00:00', 51_300).change];
    expect(registry.directory.meter('main')!.rules).toEqual({ ...before, decisions: told });
    // An import of other meters, and one of this meter, leave it what people decided.
    await made.import({
      meters: [
        { ...smallCity.meters[1], endUse: 'all' },
        { ...smallCity.meters[0], interval: '1m' },
      ],
    });
    expect(registry.directory.meter('main')!.rules.decisions).toEqual(told);
    expect(await registry.decisions.undo(first!, 'the meter was swapped after all', administrator)).toBe('done');
    expect(registry.directory.meter('main')!.rules.decisions).toEqual([told[1]]);
    await registry.close();
    const again = await made.open();
    expect(again.directory.meter('main')!.rules.decisions).toEqual([told[1]]);
  });

  it('is undone once, with a reason, and stays to be read', async () => {
    const { registry, clock } = await bench();
    const [id] = await registry.decisions.make([overruled], officer);
    await expect(registry.decisions.undo(id!, ' ', officer)).rejects.toMatchObject({ code: 'invalid-decision' });
    expect(await registry.decisions.undo(99, 'x', officer)).toBe('unknown');
    expect(await registry.decisions.undo(id!, 'wrong meter', officer)).toBe('done');
    expect(await registry.decisions.undo(id!, 'again', officer)).toBe('undone');
    expect((await registry.decisions.one(administrator, id!))?.undone).toEqual({
      by: 'sun',
      at: clock,
      reason: 'wrong meter',
    });
    expect('decisions' in registry.directory.meter('main')!.rules).toBe(false);
    expect([...registry.decisions.meters()]).toEqual([]);
  });

  it('is undone with all of its file that still stands, at once', async () => {
    const { registry } = await bench();
    const rows = Array.from({ length: 1200 }, (_, n) => read(n % 2 ? 'main' : 'ward', '2026-11-02T09:00:00', n));
    const ids = await registry.decisions.make(rows, officer);
    await registry.decisions.undo(ids[7]!, 'this one was wrong', officer);
    await expect(registry.decisions.undoAll(ids, '', officer)).rejects.toMatchObject({ code: 'invalid-decision' });
    expect(await registry.decisions.undoAll([...ids, 9999], 'wrong year', officer)).toBe(1199);
    expect(await registry.decisions.undoAll(ids, 'wrong year', officer)).toBe(0);
    expect([...registry.decisions.meters()]).toEqual([]);
    expect((await registry.decisions.one(officer, ids[7]!))?.undone?.reason).toBe('this one was wrong');
    expect((await registry.decisions.one(officer, ids[8]!))?.undone?.reason).toBe('wrong year');
  });

  it('counts with all of its file or not at all, and names every row that is wrong', async () => {
    const { registry } = await bench();
    const file = [read('main', '2026-11-02T09:00:00', 1), read('gone', '2026-11-02T09:00:00', 2), read('ward', 'x', 3)];
    const refusal = await registry.decisions.make(file, officer).catch((error: unknown) => error);
    expect(refusal).toMatchObject({
      code: 'invalid-decision',
      faults: [
        { path: 'decisions[1].meter', code: 'unknown-meter' },
        { path: 'decisions[2].change.at', code: 'not-an-instant' },
      ],
    });
    expect((await registry.decisions.page(administrator, firstPage)).items).toEqual([]);
    expect(registry.decisions.standing('main')).toEqual([]);
    expect((await registry.auditLog(officer, firstPage)).items).toEqual([]);
  });

  it('is not made at all when it cannot be written down who made it', async () => {
    const made = await bench();
    const db = new DatabaseSync(made.file);
    onTestFinished(() => db.close());
    db.exec(`create trigger full before insert on audit when new.action = 'decision.make'
      begin select raise(abort, 'no room'); end`);
    await expect(made.registry.decisions.make([overruled], officer)).rejects.toThrow('no room');
    expect(await made.registry.decisions.one(officer, 1)).toBeNull();
    expect(made.registry.decisions.standing('main')).toEqual([]);
    expect('decisions' in made.registry.directory.meter('main')!.rules).toBe(false);
    expect(db.prepare('select count(*) as waiting from rule_changes').get()).toEqual({ waiting: 0 });
  });

  it('is not lost to an import that was under way, nor takes from it what it brought', async () => {
    const { registry } = await bench();
    const meters = Array.from({ length: 2000 }, (_, n) => meterOf(`m${n}`));
    const imports = registry.importPortfolio(
      { meters: [...meters, { ...smallCity.meters[4], register: { point, unit: 'kWh', multiplier: 40 } }] },
      administrator,
    );
    const decided = registry.decisions.make([{ ...overruled, meter: 'ward' }], officer);
    const second = registry.importPortfolio({ meters: [meterOf('m0', { interval: '1h' })] }, administrator);
    expect([(await imports).ok, await decided, (await second).ok]).toEqual([true, [1], true]);
    const { rules } = registry.directory.meter('ward')!;
    expect([rules.register.multiplier[0]!.value, rules.decisions]).toEqual([40, [overruled.change]]);
  });

  it('may be one of a thousand rows of a file: ids in the order of the rows, each in the audit', async () => {
    const { registry } = await bench();
    const rows = Array.from({ length: 1000 }, (_, n) => read('main', '2026-11-02T09:00:00', n));
    const ids = await registry.decisions.make(rows, officer);
    expect(ids).toEqual(Array.from({ length: 1000 }, (_, n) => n + 1));
    expect((await registry.decisions.one(officer, 731))?.change).toMatchObject({ value: 730 });
    const { items } = await registry.auditLog(officer, { limit: 1, cursor: null });
    expect(items[0]).toMatchObject({
      action: 'decision.make',
      subject: 'main',
      actor: 'sun',
      detail: '#1000 energy_kwh entered manual-reading batch rounds.csv: round of November',
    });
  });

  it('is in the audit, as is that it was undone', async () => {
    const { registry } = await bench();
    const [id] = await registry.decisions.make([overruled], officer);
    await registry.decisions.undo(id!, 'wrong meter', officer);
    const { items } = await registry.auditLog(officer, firstPage);
    expect(items.map(({ action, subject, detail }) => `${action} ${subject} ${detail}`)).toEqual([
      'decision.undo main #1: wrong meter',
      'decision.make main #1 energy_kwh overruled reset used: the display was read, nothing was swapped',
    ]);
  });

  it('cannot be changed, deleted or overwritten, not even with the file in hand', async () => {
    const made = await bench();
    const [id] = await made.registry.decisions.make([overruled, confirmed], officer);
    await made.registry.decisions.undo(id!, 'wrong meter', officer);
    const db = new DatabaseSync(made.file);
    onTestFinished(() => db.close());
    for (const statement of [
      "update decisions set reason = 'another' where id = 2",
      "update decisions set undone_at = 1, undone_by = 'x', undone_reason = 'x', meter = 'ward' where id = 2",
      'update decisions set undone_at = null where id = 1',
      "update decisions set undone_reason = 'better' where id = 1",
      'delete from decisions',
      "insert or replace into decisions (id, meter, point, outcome, reason, made_by, made_at) values (2, 'main', '', '', '', '', 0)",
    ]) {
      expect(() => db.exec(statement), statement).toThrow('decisions is append-only');
    }
    expect(() => db.exec("update decisions set undone_at = 1, undone_by = 'x' where id = 2")).not.toThrow();
  });
});

describe('who sees a decision', () => {
  it.each<[string, Viewer, number[]]>([
    ['an officer: all', officer, [3, 2, 1]],
    ['a county: of its region', { ...officer, role: 'county', scope: 'east' }, [1]],
    ['an institution: of its own meters', hospital, [3, 2]],
    ['a contractor: of the meters of its contracts', { ...officer, role: 'contractor', scope: 'brightsave' }, [1]],
    ['a canteen without such meters: none', { ...officer, role: 'canteen', scope: 'CT012' }, []],
    ['a limited role without a place: none', { ...officer, role: 'institution' }, []],
  ])('%s', async (_, viewer, ids) => {
    const { registry } = await bench();
    await registry.decisions.make(
      [overruled, { ...overruled, meter: 'ward' }, { ...confirmed, meter: 'ward' }],
      officer,
    );
    expect((await registry.decisions.page(viewer, firstPage)).items.map(({ id }) => id)).toEqual(ids);
    expect((await registry.decisions.one(viewer, 1))?.id ?? null).toBe(ids.includes(1) ? 1 : null);
  });

  it('reads them newest first, page by page, of a meter, a file, or those that stand', async () => {
    const { registry } = await bench();
    await registry.decisions.make([overruled, { ...overruled, meter: 'ward' }, confirmed], officer);
    await registry.decisions.make(
      [read('main', '2026-11-02T09:00:00', 1), read('ward', '2026-11-02T09:00:00', 2)],
      officer,
    );
    await registry.decisions.undo(3, 'no', officer);
    const ids = async (query: object, cursor: string | null = null) => {
      const page = await registry.decisions.page(officer, { limit: 2, cursor, ...query });
      return { ids: page.items.map(({ id }) => id), next: page.next };
    };
    const first = await ids({});
    expect(first.ids).toEqual([5, 4]);
    const second = await ids({}, first.next);
    expect(second.ids).toEqual([3, 2]);
    expect(await ids({}, second.next)).toEqual({ ids: [1], next: null });
    expect((await ids({ meter: 'ward' })).ids).toEqual([5, 2]);
    expect((await ids({ batch: 'rounds.csv', meter: 'main' })).ids).toEqual([4]);
    expect((await ids({ state: 'undone' })).ids).toEqual([3]);
    expect((await ids({ state: 'standing', meter: 'main' })).ids).toEqual([4, 1]);
    await expect(ids({}, 'MTptYWlu')).rejects.toMatchObject({ code: 'invalid-cursor' });
  });
});

describe('what must be derived again', () => {
  it('is told by its stretch, after a kill too: a meter of which all changed once, and nothing for a word of agreement', async () => {
    const made = await bench();
    const { decisions } = made.registry;
    const [id] = await decisions.make([overruled, read('ward', '2026-11-02T09:00:00', 7), confirmed], officer);
    await decisions.make([read('ward', '2026-11-03T09:00:00', 8), read('light', '2026-11-03T09:00:00', 9)], officer);
    await decisions.undo(id!, 'wrong meter', officer);
    await made.import({ meters: [{ ...smallCity.meters[0], maxPerHour: 40 }] });
    // Nobody listened: the process ends, and says so to the first listener after the next start.
    await made.registry.close();
    await made.open();
    const heard: (readonly RuleChange[])[] = [];
    made.registry.onRulesChanged((changes) => void heard.push(changes));
    await vi.waitFor(() => expect(heard).toHaveLength(1));
    const instant = (time: string) => ({ from: at(time), to: at(time) });
    expect(heard[0]).toEqual([
      { meter: 'light' },
      { meter: 'main', range: { from: reset.from, to: reset.to } },
      { meter: 'ward', range: instant('2026-11-02T09:00:00') },
      { meter: 'ward', range: instant('2026-11-03T09:00:00') },
    ]);
  });

  it('is not forgotten when it changes again while the first change is being taken care of', async () => {
    const { registry } = await bench();
    const heard: (readonly RuleChange[])[] = [];
    let go = () => {};
    const first = new Promise<void>((resolve) => (go = resolve));
    registry.onRulesChanged(async (changes) => {
      heard.push(changes);
      if (heard.length === 1) await first;
    });
    const [id] = await registry.decisions.make([overruled], officer);
    await vi.waitFor(() => expect(heard).toHaveLength(1));
    await registry.decisions.undo(id!, 'wrong meter', officer);
    go();
    await vi.waitFor(() => expect(heard).toHaveLength(2));
    expect(heard[1]).toEqual(heard[0]);
  });
});
