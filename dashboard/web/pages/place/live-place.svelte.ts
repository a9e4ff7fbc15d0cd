import type { LivePlace, LivePlaceCarrier, LivePlaceDelta, UseCarrier } from '../../../../domain/wire-places.ts';
import type { PlaceName } from '../../api/places.ts';
import { clock } from '../../live/clock.svelte.ts';
import { live } from '../../live/live.svelte.ts';

/** What a place takes right now: the sum of the newest rates of its main meters that are not silent. */
export interface LiveRate {
  readonly rate: number;
  /** When the server said so, epoch ms. */
  readonly at: number;
  /** Main meters that the sum lacks. */
  readonly without: number;
}

/** A place as it lives (`place:KIND:ID`): rates of now by carrier, its meters, and news of today's quarter hours. */
export class LivePlaceStore {
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- replaced whole
  rates: ReadonlyMap<UseCarrier, LiveRate> = $state.raw(new Map());
  meters: LivePlace['meters'] | null = $state.raw(null);
  /** Newest reading of any meter of the place, epoch ms. */
  latestAt: number | null = $state(null);
  denied = $state(false);
  /** Called with quarter hours of today (`date`, local) that changed. */
  onQuarters: (date: string, carriers: readonly LivePlaceCarrier[]) => void = () => {};
  /** Called after a fresh snapshot that followed a hole: what is on screen may miss something. */
  onFresh: () => void = () => {};
  readonly #of: PlaceName;
  #snapshots = 0;

  constructor(of: PlaceName) {
    this.#of = of;
  }

  start(): () => void {
    return live.follow<LivePlace, LivePlaceDelta>(`place:${this.#of.kind}:${this.#of.id}`, {
      snapshot: (data, at) => {
        clock.sync(at);
        this.#hear(data);
        if (this.#snapshots++ > 0) this.onFresh();
      },
      delta: (data) => this.#hear(data),
      phase: (phase) => (this.denied = phase === 'denied'),
    });
  }

  #hear({ at, carriers, meters, latestReadingAt }: LivePlaceDelta): void {
    if (meters) this.meters = meters;
    if (latestReadingAt !== undefined) this.latestAt = latestReadingAt === null ? null : Date.parse(latestReadingAt);
    if (!carriers || at === undefined) return;
    this.rates = ratesOf(carriers, Date.parse(at));
    const news = carriers.filter(({ quarters }) => quarters.length > 0);
    if (news.length > 0) this.onQuarters(at.slice(0, 10), news);
  }
}

function ratesOf(carriers: readonly LivePlaceCarrier[], at: number): ReadonlyMap<UseCarrier, LiveRate> {
  return new Map(
    carriers.flatMap(({ carrier, rateNow, without }) =>
      rateNow === null ? [] : [[carrier, { rate: rateNow, at, without }] as const],
    ),
  );
}
