import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openWriting, rawPath, type Connection } from './connection.ts';
import { Dirt } from './dirt.ts';
import { migrate, rawMigrations } from './schema.ts';

const minute = 60_000;
const day = 1_440 * minute;
const now = Date.UTC(2026, 10, 23);

let folder: string;
let db: Connection;
let dirt: Dirt;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dirt-'));
  db = openWriting(rawPath(folder), 8);
  migrate(db, rawMigrations, 'raw.sqlite');
  dirt = new Dirt(db);
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

const imported = (meter: number) => dirt.add(meter, now - 66 * day, now);
const live = (meter: number) => dirt.add(meter, now + minute, now + minute);
const listed = (limit = 100) => dirt.list(limit).map(({ meter }) => meter);

it('a meter that speaks now is listed before the imports of a whole city', () => {
  for (let meter = 1; meter <= 50; meter++) imported(meter);
  live(99);
  expect(listed(2)).toEqual([99, 1]);
});

it('a meter that speaks while its own past is imported has two marks, though no minute lies between them', () => {
  imported(1);
  live(1);
  expect(dirt.list(9)).toEqual([
    { meter: 1, from: now + minute, to: now + minute },
    { meter: 1, from: now - 66 * day, to: now },
  ]);
  const { taking, ranges } = dirt.take([1], [1]);
  expect(ranges).toEqual([{ meter: 1, from: now + minute, to: now + minute }]);
  dirt.done(taking);
  expect(dirt.list(9)).toEqual([{ meter: 1, from: now - 66 * day, to: now }]);
});

it('who asks for a meter without saying what stays gets all of its marks', () => {
  imported(1);
  live(1);
  dirt.done(dirt.take([1]).taking);
  expect(dirt.list(9)).toEqual([]);
});

it('devices that never stop speaking do not hold an import up for ever', () => {
  imported(1);
  let takings = 0;
  for (live(2); dirt.list(1)[0]!.meter === 2; live(2)) {
    dirt.done(dirt.take([2], [2]).taking);
    if (++takings > 100) break;
  }
  expect(takings).toBe(8);
  dirt.done(dirt.take([1]).taking);
  expect(listed()).toEqual([2]);
});

it('marks that came back from a derivation that failed stand where they stood', () => {
  imported(1);
  live(1);
  const before = dirt.list(9);
  dirt.giveBack(dirt.take([1]).taking);
  expect(dirt.list(9)).toEqual(before);
});

it('a kill while a short mark is out with a derivation forgets neither kind', () => {
  imported(1);
  live(1);
  dirt.take([1], [1]);
  dirt.save();
  expect(new Dirt(db).list(9)).toEqual([{ meter: 1, from: now - 66 * day, to: now + minute }]);
});
