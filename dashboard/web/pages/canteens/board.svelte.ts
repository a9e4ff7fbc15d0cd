import { boardAfter } from '../../../../domain/canteen/board-delta.ts';
import type {
  LiveCanteens,
  LiveCanteensDelta,
  WireBoard,
  WireBoardRow,
  WireCanteenDay,
  WireCanteenEvent,
  WireLeague,
} from '../../../../domain/wire-canteens.ts';
import { canteenDay, canteenEvents, type DayQuery } from '../../api/canteen.ts';
import { board, league, type BoardAsked } from '../../api/canteens.ts';
import { live } from '../../live/live.svelte.ts';
import type { TopicPhase } from '../../live/topic.ts';
import { standout } from './order.ts';
import { KeptAnswer } from '../place/kept-answer.svelte.ts';

const pollMs = 30_000;
/** What the live topic does not tell (another meal or stream, the strip) is asked for no more often than this. */
const leastBetweenMs = 8_000;
const leagueMs = 600_000;

/** The board live, the league, and the strip of the chosen canteen. */
export class CanteensStore {
  readonly board = new KeptAnswer<WireBoard>(5_000);
  readonly league = new KeptAnswer<WireLeague>(300_000);
  readonly day = new KeptAnswer<WireCanteenDay>(5_000);
  /** Weighings and counts of the chosen one today. */
  readonly events = new KeptAnswer<{ readonly items: readonly WireCanteenEvent[] }>(5_000);
  #asked: BoardAsked | null = null;
  #chosen: { readonly id: string; readonly heard: string | null } | null = null;
  #phase: TopicPhase = 'waiting';
  /** The present meal's, as the live topic has it. */
  #told: WireBoard | null = null;
  #later: ReturnType<typeof setTimeout> | undefined;
  #askedAt = 0;
  #stands: string | null = null;

  show(asked: BoardAsked): void {
    this.#asked = asked;
    this.#askedAt = Date.now();
    const key = `${asked.meal ?? ''} ${asked.stream}`;
    this.board.show(key, (signal) => board(asked, signal));
  }

  /** Of the meal that the board shows: which one is the present one, the server knows. */
  rank(asked: BoardAsked): void {
    this.league.show(`${asked.meal} ${asked.stream}`, (signal) => league(asked, signal));
  }

  /** Who stands out while nobody has chosen; the same as before while that holds. */
  standing(rows: readonly WireBoardRow[]): string | null {
    return (this.#stands = standout(rows, this.#stands)?.id ?? null);
  }

  /** @param heard newest event of it: another one asks for the strip again */
  choose(id: string | null, of: DayQuery & { readonly date: string }, heard: string | null): void {
    const before = this.#chosen;
    this.#chosen = id === null ? null : { id, heard };
    if (id === null) return;
    this.day.show(`${id} ${of.date} ${of.meal} ${of.stream}`, (signal) => canteenDay(id, of, signal));
    this.events.show(`${id} ${of.date}`, (signal) => canteenEvents(id, of.date, signal));
    if (before?.id === id && before.heard !== heard) this.#soon();
  }

  start(): () => void {
    const unfollow = live.follow<LiveCanteens, LiveCanteensDelta>('canteens', {
      snapshot: ({ board: found }) => this.#hear(found),
      delta: (delta) => this.#told && this.#hear(boardAfter(this.#told, delta)),
      phase: (phase) => (this.#phase = phase),
    });
    const visible = () => document.visibilityState === 'visible';
    const poll = setInterval(() => visible() && this.#phase !== 'current' && void this.board.again(), pollMs);
    const rank = setInterval(() => visible() && void this.league.again(), leagueMs);
    return () => {
      unfollow();
      clearInterval(poll);
      clearInterval(rank);
      clearTimeout(this.#later);
      for (const answers of [this.board, this.league, this.day, this.events]) answers.stop();
    };
  }

  again(): void {
    void this.board.again();
    void this.league.again();
    void this.day.again();
    void this.events.again();
  }

  /** The topic tells the board of the present meal's plate waste; whoever looks at another one asks for theirs. */
  #hear(found: WireBoard): void {
    this.#told = found;
    const asked = this.#asked;
    if (asked === null) return;
    const same = asked.stream === found.stream && (asked.meal === null || asked.meal === found.meal);
    if (same && this.board.key === `${asked.meal ?? ''} ${asked.stream}`) this.board.change(() => found);
    else this.#soon();
  }

  #soon(): void {
    this.#later ??= setTimeout(
      () => {
        this.#later = undefined;
        this.#askedAt = Date.now();
        const told = this.#phase === 'current' && this.#asked?.stream === 'PLATE_WASTE' && this.#asked.meal === null;
        if (!told) void this.board.again();
        if (this.#chosen) {
          void this.day.again();
          void this.events.again();
        }
      },
      Math.max(500, this.#askedAt + leastBetweenMs - Date.now()),
    );
  }
}
