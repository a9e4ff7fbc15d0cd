import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { until } from '../fakes/installation.ts';
import { Channel, type Content, type Subscriber } from './channel.ts';

const log = pino({ level: 'silent' });

class Page implements Subscriber {
  slow = false;
  following = false;
  readonly told: { event: string; seq: number; data: unknown }[] = [];
  emit(event: string, payload: unknown): void {
    this.told.push({ event, ...(payload as { seq: number; data: unknown }) });
  }
  lags(): boolean {
    return this.slow;
  }
  enter(): void {
    this.following = true;
  }
  exit(): void {
    this.following = false;
  }
  get words(): string[] {
    return this.told.map(({ event, seq, data }) => `${event} ${seq} ${JSON.stringify(data)}`);
  }
}

/** A number that goes up; a snapshot takes as long as the test wants. */
class Counter implements Content {
  value = 0;
  gate: Promise<void> = Promise.resolve();
  snapshots = 0;
  failSnapshot = false;
  failDelta = false;
  async snapshot(): Promise<unknown> {
    this.snapshots++;
    const { value } = this;
    await this.gate;
    if (this.failSnapshot) throw new Error('the store is away');
    return value;
  }
  delta(): Promise<unknown | null> {
    return this.failDelta ? Promise.reject(new Error('the store is away')) : Promise.resolve(this.value);
  }
}

function open(content: Content, pages: Page[], quietMs = 0): Channel {
  const broadcast = (_room: string, event: string, payload: unknown): void => {
    for (const page of pages) if (page.following) page.emit(event, payload);
  };
  return new Channel({ topic: 't', room: 'r', content, broadcast, at: () => 'now', log, quietMs });
}

async function count(channel: Channel, counter: Counter, witness: Page): Promise<void> {
  const before = witness.told.length;
  counter.value++;
  channel.touch();
  await until('the delta', () => witness.told.length > before);
}

describe('a live channel', () => {
  it('what changes while a snapshot is read comes after it, none lost, none early', async () => {
    const [counter, first, second] = [new Counter(), new Page(), new Page()];
    const channel = open(counter, [first, second]);
    await channel.admit(first);
    let release = (): void => {};
    counter.gate = new Promise((resolve) => (release = resolve));
    const admitted = channel.admit(second);
    await count(channel, counter, first);
    await count(channel, counter, first);
    expect(second.told).toEqual([]);
    release();
    await admitted;
    await count(channel, counter, first);
    expect(second.words).toEqual(['snapshot 0 0', 'delta 1 1', 'delta 2 2', 'delta 3 3']);
  });

  it('a slow page gets no deltas, then a fresh snapshot; the others notice nothing', async () => {
    const [counter, quick, slow] = [new Counter(), new Page(), new Page()];
    const channel = open(counter, [quick, slow]);
    await Promise.all([channel.admit(quick), channel.admit(slow)]);
    await count(channel, counter, quick);
    slow.slow = true;
    await count(channel, counter, quick);
    await count(channel, counter, quick);
    await channel.catchUp();
    expect(slow.words).toEqual(['snapshot 0 0', 'delta 1 1']);
    slow.slow = false;
    await channel.catchUp();
    await count(channel, counter, quick);
    expect(slow.words.slice(2)).toEqual(['snapshot 3 3', 'delta 4 4']);
    expect(quick.words).toEqual(['snapshot 0 0', 'delta 1 1', 'delta 2 2', 'delta 3 3', 'delta 4 4']);
  });

  it('a hundred pages that come at once cost one reading of the store', async () => {
    const counter = new Counter();
    const pages = Array.from({ length: 100 }, () => new Page());
    const channel = open(counter, pages);
    await Promise.all(pages.map((page) => channel.admit(page)));
    expect(counter.snapshots).toBe(1);
    expect(pages.every((page) => page.told.length === 1)).toBe(true);
  });

  it('many changes at once are one delta', async () => {
    const [counter, page] = [new Counter(), new Page()];
    const channel = open(counter, [page]);
    await channel.admit(page);
    for (let i = 0; i < 50; i++) {
      counter.value++;
      channel.touch();
    }
    await until('the delta', () => page.told.length > 1);
    expect(page.words).toEqual(['snapshot 0 0', 'delta 1 50']);
  });

  it('a store that is away for a moment costs a fresh snapshot, not a hole', async () => {
    const [counter, page] = [new Counter(), new Page()];
    const channel = open(counter, [page]);
    counter.failSnapshot = true;
    await channel.admit(page);
    expect(page.told).toEqual([]);
    counter.failSnapshot = false;
    await channel.catchUp();
    counter.failDelta = true;
    counter.value = 7;
    channel.touch();
    await until('the failure', () => !page.following);
    counter.failDelta = false;
    await channel.catchUp();
    expect(page.words).toEqual(['snapshot 0 0', 'snapshot 0 7']);
  });

  it('a page that left in the meantime is told nothing', async () => {
    const [counter, page] = [new Counter(), new Page()];
    const channel = open(counter, [page]);
    const admitted = channel.admit(page);
    channel.leave(page);
    await admitted;
    expect(page.told).toEqual([]);
    expect(page.following).toBe(false);
    expect(channel.empty).toBe(true);
  });
});
