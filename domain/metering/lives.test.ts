import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Decision } from './decision.ts';
import type { Finding } from './finding.ts';
import { fold } from './fold.ts';
import type { MeterRules } from './meter.ts';
import { affectedRange, deriveRegister, findingsOn, readingsFor, type ReadRegister } from './register.ts';
import { at, meterRules, minute } from './testing.ts';

/**
 * Long lives of registers, longer than any judgement looks: runs of odd readings, swaps and resets, and what people
 * decided of them; what arrives at once or one by one, in any order.
 */

const quarter = 15 * minute;
const origin = at('00:00');
const point = 'energy_kwh';

interface Columns {
  readonly ts: Float64Array;
  readonly value: Float64Array;
}

interface Life extends Columns {
  /** What the meter counted from the first reading to the last. */
  readonly truth: number;
}

/** Numbers of a seed: fast-check picks seeds, as lives of thousands of readings are too large for it. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}

type Odd = 'zeros' | 'high' | 'low' | 'in-turn';

/** @param restarts the register may lose its count, too: what was used in that step is then not known to anybody */
function lifeOf(seed: number, n: number, oddShare: number, restarts: boolean): Life {
  const random = numbers(seed);
  const kinds: readonly Odd[] = ['zeros', 'high', 'low', 'in-turn'];
  const ts = new Float64Array(n);
  const value = new Float64Array(n);
  let [tenths, truth, left, sound, now] = [50_000, 0, 0, 0, origin];
  let kind: Odd = 'zeros';
  for (let i = 0; i < n; i += 1) {
    now += quarter * (random() < 0.01 ? 1 + Math.floor(random() * 20) : 1);
    const rise = random() < 0.2 ? 0 : 5 + Math.floor(random() * 30);
    tenths += rise;
    if (i > 0) truth += rise;
    if (restarts && random() < 0.002) tenths = Math.floor(random() * (random() < 0.5 ? 50 : 90_000));
    // A run, and more readings after it than any run has.
    if (left === 0 && sound === 0 && i > 130 && i < n - 130 && random() < oddShare) {
      left = 1 + Math.floor(random() ** 3 * 90);
      sound = 100;
      kind = kinds[Math.floor(random() * kinds.length)]!;
      if (restarts && random() < 0.3) sound = 0;
    }
    const shown = left === 0 ? tenths : oddly(kind, tenths, left);
    if (left > 0) left -= 1;
    else if (sound > 0) sound -= 1;
    ts[i] = now;
    value[i] = shown / 10;
  }
  return { ts, value, truth: truth / 10 };
}

function oddly(kind: Odd, tenths: number, left: number): number {
  if (kind === 'zeros') return 0;
  if (kind === 'high') return tenths + 700_000;
  if (kind === 'low') return Math.max(0, tenths - 40_000);
  return left % 2 === 0 ? tenths : Math.max(0, tenths - 9_000);
}

function edgesOver(from: number, to: number): Float64Array {
  const first = Math.floor(from / quarter) * quarter;
  return Float64Array.from({ length: Math.ceil((to - first) / quarter) + 1 }, (_, i) => first + i * quarter);
}

function energyOf({ ts, value }: Columns, rules: MeterRules): number {
  const fine = deriveRegister(ts, value, rules, point, edgesOver(ts[0]!, ts.at(-1)!));
  return fold(fine, Float64Array.of(fine.edges[0]!, fine.edges.at(-1)!)).value[0]!;
}

const seeds = fc.integer({ min: 1, max: 2 ** 31 });
const exactly = (value: number): number => Number(value.toFixed(1));

test('runs of odd readings cost no energy: what is known is what the register counted', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const life = lifeOf(seed, 1500, 0.01, false);
      expect(energyOf(life, meterRules(quarter))).toBe(life.truth);
    }),
    { numRuns: 100 },
  );
});

test('no verdict loses energy silently: what is known and what is said to be unknown is the whole difference', () => {
  fc.assert(
    fc.property(seeds, fc.constantFrom(undefined, 5), fc.constantFrom(undefined, 30), (seed, digits, maxPerHour) => {
      const life = lifeOf(seed, 1500, 0.02, true);
      const rules = meterRules(quarter, {
        ...(digits === undefined ? {} : { digits }),
        ...(maxPerHour === undefined ? {} : { maxPerHour }),
      });
      let explained = energyOf(life, rules);
      for (const { rule, effect, before, after } of findingsOn(life.ts, life.value, rules, point)) {
        if (effect === 'unknown') explained += after! - before!;
        if (rule === 'rollover') explained -= 10 ** digits!;
      }
      expect(exactly(explained)).toBe(exactly(life.value.at(-1)! - life.value[0]!));
    }),
    { numRuns: 100 },
  );
});

/** What a store keeps of one register, and does when something of it changed. */
class Store {
  readonly rows = new Map<number, string>();
  findings: Finding[] = [];

  derive({ ts, value }: Columns, rules: MeterRules, from: number, to: number): void {
    const read: ReadRegister = (low, high, around) => {
      const first = ts.findIndex((one) => one >= low);
      const after = ts.findIndex((one) => one >= high);
      const begin = Math.max(0, (first === -1 ? ts.length : first) - around);
      const end = (after === -1 ? ts.length : after) + around;
      return { ts: ts.slice(begin, end), value: value.slice(begin, end) };
    };
    const affected = affectedRange(read, rules, point, from, to);
    const edges = edgesOver(affected.from, affected.to);
    const [first, end] = [edges[0]!, edges.at(-1)!];
    const near = readingsFor(read, rules, point, first, end + 1);
    const block = deriveRegister(near.ts, near.value, rules, point, edges);
    block.value.forEach((energy, i) => {
      this.rows.set(block.edges[i]!, `${energy} ${block.knownMs[i]} ${block.flags[i]}`);
    });
    const fresh = findingsOn(near.ts, near.value, rules, point);
    const isIn = (finding: Finding): boolean => finding.from >= first && finding.from < end;
    this.findings = [...this.findings.filter((finding) => !isIn(finding)), ...fresh.filter((finding) => isIn(finding))];
  }

  /** Intervals that say something, and what was found. */
  content(): unknown {
    const rows = [...this.rows].filter(([, row]) => row !== 'NaN 0 0').sort(([a], [b]) => a - b);
    return {
      rows,
      findings: this.findings.toSorted((a, b) => a.from - b.from || a.to - b.to || (a.rule < b.rule ? -1 : 1)),
    };
  }
}

const without = ({ ts, value }: Columns, gone: (i: number) => boolean): Columns => ({
  ts: ts.filter((_, i) => !gone(i)),
  value: value.filter((_, i) => !gone(i)),
});

/** A swap at a fall of the life, where it has one: some minutes, hours or more than a day off. */
function noted({ ts, value }: Columns, random: () => number): Extract<Decision, { kind: 'swap' }> {
  const falls: number[] = [];
  for (let i = 1; i < value.length; i += 1) if (value[i]! < value[i - 1]! && value[i]! > 0) falls.push(i);
  const i = falls[Math.floor(random() * falls.length)] ?? Math.floor(random() * (ts.length - 2)) + 1;
  const off = [1, -1, 60, -60, 600, -600, 1440, -1440, 2200][Math.floor(random() * 9)]!;
  const wrong = random() < 0.2 ? 300 : 0;
  const closing = exactly(value[i - 1]! + random() * 2 + wrong);
  return {
    kind: 'swap',
    point,
    at: ts[i]! + off * minute,
    closing,
    opening: exactly(Math.max(0, value[i]! - random() * 2)),
  };
}

/** Decisions of every kind, somewhere in a life. */
function decisionsIn(life: Columns, random: () => number): Decision[] {
  const { ts } = life;
  const somewhere = (): number => Math.floor(random() * (ts.length - 60));
  const decisions: Decision[] = [];
  const add = (kind: number): void => {
    const i = somewhere();
    const [from, to] = [ts[i]!, ts[i + 1 + Math.floor(random() * 40)]!];
    if (kind === 0) decisions.push({ kind: 'readings', point, from, to, as: random() < 0.5 ? 'ignored' : 'kept' });
    if (kind === 1)
      decisions.push({ kind: 'step', point, from, to: ts[i + 1]!, as: random() < 0.5 ? 'used' : 'unknown' });
    if (kind === 2) decisions.push({ kind: 'swap', point, at: from + 60_000, closing: 5_000, opening: 100 });
    // As a fitter writes it: off by minutes, hours, a day.
    if (kind === 6) decisions.push(noted(life, random));
    if (kind === 3) decisions.push({ kind: 'shape', point, from, to: ts[i + 1]!, weights: [1, 0, 3] });
    if (kind === 4)
      decisions.push({ kind: 'reading', point, at: from + 120_000, value: 5_000 + Math.floor(random() * 900) });
    if (kind === 5) decisions.push({ kind: 'amount', point, from, to, used: 12.34 });
  };
  for (let k = 0; k < 9; k += 1) add(Math.floor(random() * 7));
  return decisions;
}

test('with what people decided, too: what arrives or is revised later leaves what a full derivation gives', () => {
  fc.assert(
    fc.property(seeds, fc.constantFrom(0.002, 0.02, 0.1), fc.boolean(), (seed, oddShare, decided) => {
      const random = numbers(seed + 1);
      const life = lifeOf(seed, 2000, oddShare, true);
      const rules: MeterRules = {
        ...meterRules(quarter, random() < 0.5 ? { digits: 5 } : { maxPerHour: 40 }),
        ...(decided ? { decisions: decisionsIn(life, random) } : {}),
      };
      const all = [life.ts[0]!, life.ts.at(-1)!] as const;
      const full = new Store();
      full.derive(life, rules, ...all);
      for (const arrives of [true, false]) {
        const first = random() < 0.3 ? life.ts.length - 1 - Math.floor(random() * 20) : Math.floor(random() * 1950);
        const end = Math.min(life.ts.length, first + 1 + Math.floor(random() * 30));
        const changed = (i: number): boolean => i >= first && i < end;
        const odd = random() * 9_000;
        const before = arrives
          ? without(life, changed)
          : { ts: life.ts, value: life.value.map((v, i) => (changed(i) ? [odd, 0, v + 0.1][i % 3]! : v)) };
        const kept = new Store();
        kept.derive(before, rules, ...all);
        kept.derive(life, rules, life.ts[first]!, life.ts[end - 1]!);
        expect(kept.content()).toEqual(full.content());
        // Once more changes nothing.
        kept.derive(life, rules, life.ts[first]!, life.ts[end - 1]!);
        expect(kept.content()).toEqual(full.content());
      }
    }),
    { numRuns: 60 },
  );
}, 60_000);

test('with swaps that were written down minutes, hours or a day off: incremental is full, announced before or after', () => {
  fc.assert(
    fc.property(seeds, fc.constantFrom(0.002, 0.02), fc.boolean(), (seed, oddShare, capped) => {
      const random = numbers(seed + 3);
      const life = lifeOf(seed, 1500, oddShare, true);
      const swaps = Array.from({ length: 1 + Math.floor(random() * 3) }, () => noted(life, random));
      const replacements = swaps
        .map(({ at, closing, opening }) => ({ at, closing, opening }))
        .sort((a, b) => a.at - b.at);
      const rules = meterRules(quarter, { replacements, ...(capped ? { maxPerHour: 40 } : { digits: 5 }) });
      const all = [life.ts[0]!, life.ts.at(-1)!] as const;
      const full = new Store();
      full.derive(life, rules, ...all);
      const near = Math.max(
        0,
        life.ts.findIndex((ts) => ts >= swaps[0]!.at),
      );
      for (let k = 0; k < 6; k += 1) {
        const first = Math.min(life.ts.length - 2, Math.max(0, near + Math.floor((random() - 0.5) * 400)));
        const end = Math.min(life.ts.length, first + 1 + Math.floor(random() ** 2 * 200));
        const changed = (i: number): boolean => i >= first && i < end;
        const odd = random() * 9_000;
        const before =
          k % 2 === 0
            ? without(life, changed)
            : { ts: life.ts, value: life.value.map((v, i) => (changed(i) ? [odd, 0, v + 0.1][i % 3]! : v)) };
        const kept = new Store();
        kept.derive(before, rules, ...all);
        kept.derive(life, rules, life.ts[first]!, life.ts[end - 1]!);
        expect(kept.content()).toEqual(full.content());
      }
    }),
    { numRuns: 40 },
  );
}, 60_000);

test('a decision that is made or undone leaves what a full derivation gives', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const random = numbers(seed + 2);
      const life = lifeOf(seed, 1500, 0.02, true);
      const all = [life.ts[0]!, life.ts.at(-1)!] as const;
      const decisions = decisionsIn(life, random);
      const [last] = decisions.splice(Math.floor(random() * decisions.length), 1) as [Decision];
      const [less, more] = [decisions, [...decisions, last]].map((list) => ({
        ...meterRules(quarter),
        decisions: list,
      }));
      const [from, to] = 'at' in last ? [last.at, last.at] : [last.from, last.to];
      for (const [was, is] of [
        [less!, more!],
        [more!, less!],
      ] as const) {
        const kept = new Store();
        kept.derive(life, was, ...all);
        // What a store does: by both, as either may reach further.
        kept.derive(life, was, from, to);
        kept.derive(life, is, from, to);
        const full = new Store();
        full.derive(life, is, ...all);
        expect(kept.content()).toEqual(full.content());
      }
    }),
    { numRuns: 60 },
  );
}, 60_000);
