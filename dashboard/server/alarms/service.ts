import type { CommittedReading, DerivedChange } from '../../../collector/port.ts';
import { alarmRules, judgedDays, pastDays, type AlarmRules } from '../../../domain/alarms/rules.ts';
import type { AlarmChange, AlarmChannel, AlarmEpisode } from '../../../storage/registry/alarm-port.ts';
import type { Viewer } from '../../../storage/registry/port.ts';
import { ownViewer, type House } from '../house.ts';
import { breath, mapBreathing, portions } from '../places/breath.ts';
import { mainMetersOf, type Place, type PlaceMeter } from '../places/place-index.ts';
import { dayTypesOf, localDate } from '../places/read.ts';
import { readFigures, type NightDays } from './figures.ts';
import { PriceList } from './price-list.ts';
import { judgeSilence } from './silent-meters.ts';
import { closeUnwatched } from './unwatched.ts';
import { judgeBuilding, morningMs, subjectKey, watchedKeys } from './watch.ts';

const lookEveryMs = 2_000;
const silenceEveryMs = 3 * 60_000;
/** A past that is being loaded is judged when nothing of it came for so long, or when it has been coming for this long. */
const quietMs = 3_000;
const patienceMs = 10 * 60_000;
/** Until it is tried again after a failure. */
const restMs = 60_000;
/** One transaction of the register. */
const keptAtOnce = 50;
/** Day up to which everything was judged, in the register's settings. */
const judgedSetting = 'alarms.judgedDay';

export interface AlarmOptions extends Pick<
  House,
  'registry' | 'store' | 'collector' | 'intervals' | 'places' | 'calendar' | 'timezone' | 'log' | 'now'
> {
  /** Where messages go. */
  readonly channels: readonly AlarmChannel[];
  readonly rules?: AlarmRules;
}

/**
 * Judges nights each morning, and again where the past of a building changed; looks for silent meters every few minutes.
 * One judgement at a time, in portions, so that messages and pages have the thread in between.
 */
export class AlarmService {
  readonly #options: AlarmOptions;
  readonly #rules: AlarmRules;
  readonly #listeners: (() => void)[] = [];
  /** Meters whose nights changed after they were judged, and when that was last. */
  #touched = new Set<string>();
  #touchedAt = -Infinity;
  /** After a failure. */
  #restUntil = -Infinity;
  #touchedSince = -Infinity;
  #listeningSince = NaN;
  #silenceAt = -Infinity;
  #judgedDay = NaN;
  /** What is older than this is no news of today. */
  #nightEnd = -Infinity;
  #timer: NodeJS.Timeout | undefined;
  #turn: Promise<void> = Promise.resolve();
  #acknowledging: Promise<unknown> = Promise.resolve();
  #looking = false;
  #stopped = false;

  constructor(options: AlarmOptions) {
    this.#options = options;
    this.#rules = options.rules ?? alarmRules;
  }

  start(): void {
    const { collector, now } = this.#options;
    this.#listeningSince = now();
    this.#setNightEnd();
    collector.onDerived((changes) => this.#derived(changes));
    collector.onCommitted((readings) => this.#committed(readings));
    this.#timer = setInterval(() => this.#tick(), lookEveryMs);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#turn.catch(() => {});
  }

  /** After any change of an alarm. */
  onChanged(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** The first one who took notice counts: of who says so again nothing is written. */
  acknowledge(id: number, by: Viewer): Promise<AlarmChange> {
    const { alarms } = this.#options.registry;
    // One after the other, so that of two at once only one is the first.
    const done = this.#acknowledging.then(async () => {
      const known = await alarms.one(ownViewer, id);
      const isDone = known !== null && known.closed === null && known.acknowledged !== null;
      return isDone ? 'done' : this.#told(alarms.acknowledge(id, by));
    });
    this.#acknowledging = done.catch(() => {});
    return done;
  }
  assign(id: number, assignee: string | null, by: Viewer): Promise<AlarmChange> {
    return this.#told(this.#options.registry.alarms.assign(id, assignee, by));
  }
  close(id: number, reason: string, by: Viewer): Promise<AlarmChange> {
    const { registry, channels } = this.#options;
    return this.#told(registry.alarms.close(id, reason, by, channels));
  }
  note(id: number, text: string, by: Viewer): Promise<AlarmChange> {
    return this.#told(this.#options.registry.alarms.note(id, text, by));
  }

  /** Judges what is due: nights after the morning, buildings whose past changed, silence. Resolves when it is done. */
  look(): Promise<void> {
    return this.#inTurn(() => this.#look());
  }

  /** Judges every building, or those that have one of these meters, now. */
  judge(meters?: ReadonlySet<string>): Promise<void> {
    return this.#inTurn(() => this.#judge(meters));
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#turn.catch(() => {}).then(() => (this.#stopped ? undefined : work()));
    this.#turn = turn;
    return turn;
  }

  #tick(): void {
    if (this.#looking || performance.now() < this.#restUntil) return;
    this.#looking = true;
    this.look()
      .catch((error: unknown) => {
        this.#restUntil = performance.now() + restMs;
        if (!this.#stopped) this.#options.log.error({ err: error }, 'alarms could not be judged');
      })
      .finally(() => (this.#looking = false));
  }

  async #look(): Promise<void> {
    const { registry, now } = this.#options;
    this.#setNightEnd();
    const lastDay = this.#lastDay();
    if (Number.isNaN(this.#judgedDay)) this.#judgedDay = Number((await registry.setting(judgedSetting)) ?? -1);
    if (this.#judgedDay < lastDay) {
      await this.#judge();
      if (this.#stopped) return;
      await registry.setSetting(judgedSetting, String(lastDay));
      this.#judgedDay = lastDay;
    } else if (this.#hasSettled()) {
      const touched = this.#touched;
      await this.#judge(touched).catch((error: unknown) => {
        for (const meter of touched) this.#touch(meter);
        throw error;
      });
      // What was loaded speaks, or is silent.
      this.#silenceAt = -Infinity;
    }
    if (now() - this.#silenceAt >= silenceEveryMs) {
      await this.#judgeSilence();
      this.#silenceAt = now();
    }
  }

  async #judge(meters?: ReadonlySet<string>): Promise<void> {
    const { registry, places, calendar, timezone, log, now } = this.#options;
    const began = performance.now();
    // What changes from here on is judged next time.
    this.#touched = new Set();
    const index = await places.of(ownViewer);
    const every = index.all('building');
    const buildings = every.filter((place) => meters === undefined || place.meters.some(({ id }) => meters.has(id)));
    const mains = [...new Set(buildings.flatMap(watchedMeters))];
    const days = this.#days();
    const figures = await readFigures(this.#options, mains, days, this.#rules, () => this.#stopped);
    if (this.#stopped) return;
    const dayTypes = dayTypesOf(timezone);
    const today = calendar.startOfDay(now()) + 43_200_000;
    const { day: todayNumber } = localDate(calendar, today);
    const followed = await registry.alarms.followed(days.first);
    const judging = {
      ...{ figures, days, known: knownBy(followed), dayTypes },
      prices: new PriceList(registry, dayTypes),
      rules: this.#rules,
      // By noon, because days around a clock change are shorter and longer.
      startOf: (day: number) => calendar.startOfDay(today - (todayNumber - day) * 86_400_000),
    };
    const changed = (await mapBreathing(buildings, (place) => judgeBuilding(place, judging))).flat();
    const watched = new Set(every.flatMap(watchedKeys));
    await this.#keep([...closeUnwatched(followed, (kind) => kind !== 'meter-silent', watched, now()), ...changed]);
    const ms = Math.round(performance.now() - began);
    log.info({ buildings: buildings.length, meters: mains.length, changed: changed.length, ms }, 'nights were judged');
  }

  async #judgeSilence(): Promise<void> {
    const { registry, places, now } = this.#options;
    const { meters } = (await places.of(ownViewer)).city;
    const followed = await registry.alarms.followed(this.#days().first);
    const known = knownBy(followed);
    const changed = await judgeSilence(this.#options, meters, this.#listeningSince, this.#rules, known);
    const watched = new Set(
      meters.map(({ id, building }) => subjectKey({ kind: 'meter-silent', building, meter: id })),
    );
    await this.#keep([...closeUnwatched(followed, (kind) => kind === 'meter-silent', watched, now()), ...changed]);
  }

  async #keep(episodes: readonly AlarmEpisode[]): Promise<void> {
    const { registry, channels } = this.#options;
    let changed = false;
    for (const few of portions(episodes, keptAtOnce)) {
      if (this.#stopped) break;
      changed = (await registry.alarms.keep(few, channels)).length > 0 || changed;
      await breath();
    }
    if (changed) this.#tell();
  }

  /** The last local day whose night is judged: today's from the morning on. */
  #lastDay(): number {
    const { calendar, now } = this.#options;
    return localDate(calendar, now() - morningMs).day;
  }

  #days(): NightDays {
    const { calendar, now } = this.#options;
    const last = calendar.startOfDay(now() - morningMs) + 43_200_000;
    const count = judgedDays + pastDays;
    const starts = Float64Array.from({ length: count + 1 }, (_, i) =>
      calendar.startOfDay(last - (count - 1 - i) * 86_400_000),
    );
    return { first: this.#lastDay() - count + 1, starts };
  }

  #setNightEnd(): void {
    const { calendar, now } = this.#options;
    const { night, waterNight } = this.#rules;
    this.#nightEnd = calendar.startOfDay(now() - morningMs) + Math.max(night.to, waterNight.to) * 3_600_000;
  }

  /** Derived again are whole days; the running one is so with every reading. */
  #derived(changes: readonly DerivedChange[]): void {
    const end = this.#nightEnd - 86_400_000;
    for (const { meter, from } of changes) if (from < end) this.#touch(meter);
  }

  #committed(readings: readonly CommittedReading[]): void {
    const end = this.#nightEnd;
    for (const { meter, ts } of readings) if (ts < end) this.#touch(meter);
  }

  #hasSettled(): boolean {
    const at = performance.now();
    return this.#touched.size > 0 && (at - this.#touchedAt >= quietMs || at - this.#touchedSince >= patienceMs);
  }

  #touch(meter: string): void {
    if (this.#touched.size === 0) this.#touchedSince = performance.now();
    this.#touched.add(meter);
    this.#touchedAt = performance.now();
  }

  async #told(change: Promise<AlarmChange>): Promise<AlarmChange> {
    const done = await change;
    if (done === 'done') this.#tell();
    return done;
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

const watchedMeters = (place: Place): readonly PlaceMeter[] => [
  ...mainMetersOf(place, 'electricity'),
  ...mainMetersOf(place, 'water'),
];

function knownBy(episodes: readonly AlarmEpisode[]): (key: string) => readonly AlarmEpisode[] {
  const bySubject = new Map<string, AlarmEpisode[]>();
  for (const own of episodes) {
    const key = subjectKey(own);
    const list = bySubject.get(key);
    if (list === undefined) bySubject.set(key, [own]);
    else list.push(own);
  }
  return (key) => bySubject.get(key) ?? [];
}
