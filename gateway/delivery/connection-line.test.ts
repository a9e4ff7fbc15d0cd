import { Duplex } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ConnectionLine } from './connection-line.ts';

/** A socket whose other side reads when the test says so. */
class Stuck extends Duplex {
  readonly written: Buffer[] = [];
  #readOn: (() => void) | undefined;

  override _read(): void {
    // Nothing comes in.
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.written.push(chunk);
    this.#readOn = done;
  }

  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    this.written.push(Buffer.concat(chunks.map(({ chunk }) => chunk)));
    this.#readOn = done;
  }

  readOn(): void {
    this.#readOn?.();
  }
}

describe('a subscriber’s connection', () => {
  let stream: Stuck;
  const seen: string[] = [];
  let line: ConnectionLine;
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    seen.length = 0;
    stream = new Stuck();
    line = new ConnectionLine(stream, 5_000, {
      drained: () => seen.push('drained'),
      stuck: () => seen.push('stuck'),
    });
  });
  afterEach(() => {
    line.close();
    stream.destroy();
    vi.useRealTimers();
  });

  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const full = Buffer.alloc(200_000);

  it('sends what is written in one turn in one go', async () => {
    for (let at = 0; at < 100; at++) line.write(Buffer.from('x'));
    expect(stream.written).toEqual([]);
    await turn();
    expect(stream.written).toHaveLength(1);
  });

  it('says when it is full and when it has drained', async () => {
    expect(line.write(full)).toBe(false);
    await turn();
    expect(seen).toEqual([]);
    stream.readOn();
    await turn();
    expect(seen).toEqual(['drained']);
    vi.advanceTimersByTime(10_000);
    expect(seen).toEqual(['drained']);
  });

  it('is given up when it stays full', () => {
    line.write(full);
    vi.advanceTimersByTime(4_999);
    expect(seen).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(seen).toEqual(['stuck']);
  });

  it('is given up at once when answers to a flood pile up in it', () => {
    const answer = Buffer.alloc(1_000);
    for (let at = 0; at < 1_100; at++) line.write(answer);
    expect(seen).toContain('stuck');
    expect(stream.writableLength).toBeLessThan(1_100_000);
  });

  it('that has ended is written to no more', async () => {
    stream.end();
    expect(line.write(Buffer.from('x'))).toBe(false);
    await turn();
    expect(stream.written).toEqual([]);
  });
});
