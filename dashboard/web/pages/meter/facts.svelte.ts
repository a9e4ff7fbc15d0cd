import { isRegisterPoint } from '../../../../domain/points.ts';
import type { WireMeter } from '../../../../domain/wire.ts';
import type { Mark } from '../../charts/mark.ts';
import { addDays, startOf, startOfMonth, type LocalDate } from '../../format/zone.ts';
import type { Derived } from './derived.ts';
import { RangeSeries } from './range.svelte.ts';

/** What was used today, yesterday and this month, by the register. */
export class Facts {
  readonly #days = new RangeSeries();
  readonly #months = new RangeSeries();

  show(meter: WireMeter, today: LocalDate, zone: string): void {
    const { point } = meter.register;
    if (!isRegisterPoint(point)) return;
    const to = startOf(addDays(today, 1), zone);
    const key = { id: meter.id, point, to };
    this.#days.show({ ...key, every: '1d', from: startOf(addDays(today, -1), zone) });
    this.#months.show({ ...key, every: '1mo', from: startOf(startOfMonth(today), zone) });
  }
  derivedAgain(ranges: readonly Derived[]): void {
    this.#days.derivedAgain(ranges);
    this.#months.derivedAgain(ranges);
  }
  async load(): Promise<void> {
    await Promise.all([this.#days.load(), this.#months.load()]);
  }
  stop(): void {
    this.#days.stop();
    this.#months.stop();
  }
  #at(marks: readonly Mark[], at: number): Mark | null {
    return marks.find((m) => m.at === at) ?? null;
  }
  day(date: LocalDate, zone: string): Mark | null {
    return this.#at(this.#days.marks, startOf(date, zone));
  }
  month(date: LocalDate, zone: string): Mark | null {
    return this.#at(this.#months.marks, startOf(startOfMonth(date), zone));
  }
}
