import { isRegisterPoint, unitOf } from '../../domain/points.ts';
import { knots } from './circles.ts';
import { virtualOf } from './meter-rules.ts';
import { isDate } from './moments.ts';
import { nestings } from './nesting.ts';
import type { ImportFault } from './port.ts';
import { isId } from './portfolio-fields.ts';
import { isRecord, type ReadPortfolio } from './portfolio-read.ts';
import type { Snapshot } from './snapshot.ts';

type Raw = Readonly<Record<string, unknown>>;

/** A meter as it would be after the import: of the file (then with its place there), else of the registry. */
interface Known {
  readonly at: number | null;
  readonly point: string | null;
  /** Ids of its terms in their order, null where one is unreadable; null = a meter that is read. */
  readonly terms: readonly (string | null)[] | null;
}

/** Local dates; '' and '~' are open ends. */
interface Span {
  readonly from: string;
  readonly to: string;
}

/** What only a meter that is read has. */
const ofReadMeters = ['secret', 'gateway', 'replacements', 'maxPerHour'];
const ofReadRegisters = ['digits', 'multiplier'];

/** Levels of virtual meters in virtual meters: more than anybody builds. */
const deepest = 16;
const mostLeaves = 20_000;

export function isVirtual(raw: Raw): boolean {
  return (raw['virtual'] ?? null) !== null;
}

/** Virtual meters between themselves and with the meters that they are made of; works on items as written. */
export function checkVirtuals(lists: ReadPortfolio, snapshot: Snapshot): ImportFault[] {
  const check = new VirtualCheck(lists, snapshot);
  for (const [at, { raw }] of lists.meters.entries()) {
    check.parent(raw, `meters[${at}].parent`);
    if (isVirtual(raw)) check.virtual(raw, `meters[${at}]`);
  }
  check.circles();
  check.sizes();
  check.registered();
  return check.faults;
}

class VirtualCheck {
  readonly faults: ImportFault[] = [];
  readonly #snapshot: Snapshot;
  readonly #inFile = new Map<string, Known>();
  /** Read once: terms are kept as JSON. */
  readonly #registered = new Map<string, Known>();

  constructor(lists: ReadPortfolio, snapshot: Snapshot) {
    this.#snapshot = snapshot;
    for (const [at, { raw }] of lists.meters.entries()) {
      const { id, register } = raw;
      const point = isRecord(register) && typeof register['point'] === 'string' ? register['point'] : null;
      const terms = isVirtual(raw) ? termsOf(raw).map(({ meter }) => (isId(meter) ? meter : null)) : null;
      if (isId(id) && !this.#inFile.has(id)) this.#inFile.set(id, { at, point, terms });
    }
  }

  parent({ parent }: Raw, path: string): void {
    if (!isId(parent) || !this.#known(parent)?.terms) return;
    this.#add(path, 'virtual-parent', `"${parent}" is computed of other meters; nothing lies below it`);
  }

  virtual(raw: Raw, path: string): void {
    const register = isRecord(raw['register']) ? raw['register'] : {};
    for (const field of ofReadMeters) this.#notForVirtual(raw, field, path);
    for (const field of ofReadRegisters) this.#notForVirtual(register, field, `${path}.register`);
    const { point } = register;
    if (typeof point === 'string' && unitOf(point) !== null && !isRegisterPoint(point)) {
      this.#add(`${path}.register.point`, 'not-a-register', `"${point}" is instantaneous; only registers add up`);
    }
    const spans = new Map<unknown, Span[]>();
    for (const [k, term] of termsOf(raw).entries()) {
      const termPath = `${path}.virtual[${k}]`;
      this.#term(term, typeof point === 'string' ? point : null, termPath);
      this.#span(term, spans, termPath);
    }
  }

  /** Over all virtual meters, whatever the dates of their terms: a circle that is closed only later is one too. */
  circles(): void {
    const inFile = [...this.#inFile].filter(([, { terms }]) => terms !== null);
    const next = (id: string) => (this.#known(id)?.terms ?? []).filter((term) => term !== null);
    const knotOf = knots(
      inFile.map(([id]) => id),
      next,
    );
    for (const [id, { at, terms }] of inFile) {
      const knot = knotOf.get(id);
      if (knot === undefined) continue;
      for (const [k, term] of terms!.entries()) {
        if (term === null || knotOf.get(term) !== knot) continue;
        this.#add(`meters[${at}].virtual[${k}].meter`, 'circle', `"${id}" would be computed of itself`);
      }
    }
  }

  /** What is nested without end, or multiplies at each level, could not be computed in time. */
  sizes(): void {
    if (this.faults.some(({ code }) => code === 'circle')) return;
    const termsOf = (id: string) => this.#known(id)?.terms?.filter((term) => term !== null) ?? null;
    const registered = [...this.#snapshot.meters.values()].filter(({ virtual }) => virtual !== null);
    const inFile = [...this.#inFile].filter(([, { terms }]) => terms !== null).map(([id]) => id);
    if (inFile.length === 0) return;
    for (const [id, { depth, leaves }] of nestings([...inFile, ...registered.map((row) => row.id)], termsOf)) {
      if (depth <= deepest && leaves <= mostLeaves) continue;
      // One of the registry grew by one of the file that lies in it; the message says which is meant.
      const { at } = this.#inFile.get(id) ?? this.#inFile.get(inFile[0]!)!;
      const [code, bound] =
        depth > deepest
          ? ['too-deep', `in more than ${deepest} levels`]
          : ['too-many', `of more than ${mostLeaves} meters`];
      return this.#add(`meters[${at}].virtual`, code, `"${id}" would be made ${bound}`);
    }
  }

  /** A meter of the file may be part of a virtual one that the file does not name. */
  registered(): void {
    const told = new Set<number>();
    for (const row of this.#snapshot.meters.values()) {
      if (row.virtual === null || this.#inFile.has(row.id)) continue;
      for (const { meter } of virtualOf(row) ?? []) {
        const term = this.#inFile.get(meter);
        if (!term || term.at === null || told.has(term.at) || sameUnit(term.point, row.point)) continue;
        told.add(term.at);
        const message = `is not in ${unitOf(row.point)}, as the virtual meter "${row.id}", which is made of it`;
        this.#add(`meters[${term.at}].register.point`, 'wrong-unit', message);
      }
    }
  }

  #term({ meter }: Raw, point: string | null, path: string): void {
    if (!isId(meter)) return;
    const term = this.#known(meter);
    if (!term) {
      this.#add(`${path}.meter`, 'unknown-meter', `there is no meter "${meter}" in this file or the registry`);
    } else if (!sameUnit(term.point, point)) {
      const message = `"${meter}" counts ${term.point} (${unitOf(term.point!)}); only what is in ${unitOf(point!)} adds up`;
      this.#add(`${path}.meter`, 'wrong-unit', message);
    }
  }

  /** A meter may come and go, and come again; it does not count twice at once. */
  #span(term: Raw, before: Map<unknown, Span[]>, path: string): void {
    const span = spanOf(term);
    if (span === null) return;
    if (span.to <= span.from) return this.#add(`${path}.to`, 'ends-before-start', 'must lie after from');
    const others = before.get(term['meter']) ?? [];
    before.set(term['meter'], [...others, span]);
    if (others.some((other) => other.from < span.to && span.from < other.to)) {
      this.#add(path, 'overlap', `"${String(term['meter'])}" counts already in a part of this time`);
    }
  }

  #notForVirtual(raw: Raw, field: string, path: string): void {
    const value = raw[field] ?? null;
    if (value === null || (Array.isArray(value) && value.length === 0)) return;
    this.#add(`${path}.${field}`, 'not-for-virtual', 'belongs to a meter that is read, not to one that is computed');
  }

  #known(id: string): Known | null {
    const inFile = this.#inFile.get(id) ?? this.#registered.get(id);
    if (inFile) return inFile;
    const row = this.#snapshot.meters.get(id);
    if (!row) return null;
    const known = { at: null, point: row.point, terms: virtualOf(row)?.map(({ meter }) => meter) ?? null };
    this.#registered.set(id, known);
    return known;
  }

  #add(path: string, code: string, message: string): void {
    this.faults.push({ path, code, message });
  }
}

function termsOf({ virtual }: Raw): readonly Raw[] {
  return Array.isArray(virtual) ? virtual.map((term) => (isRecord(term) ? term : {})) : [];
}

/** Points that the platform does not know are another fault. */
function sameUnit(a: string | null, b: string | null): boolean {
  const [unitA, unitB] = [a === null ? null : unitOf(a), b === null ? null : unitOf(b)];
  return unitA === null || unitB === null || unitA === unitB;
}

/** Dates compare as texts; null = unreadable, which is another fault. */
function spanOf({ meter, from, to }: Raw): Span | null {
  const [first, last] = [from ?? '', to ?? '~'];
  const readable = (date: unknown, open: string) => typeof date === 'string' && (date === open || isDate(date));
  if (!isId(meter) || !readable(first, '') || !readable(last, '~')) return null;
  return { from: first as string, to: last as string };
}
