import { beforeEach, describe, expect, it } from 'vitest';
import type { Message } from './message.ts';
import { Retained } from './retained.ts';

function on(topic: string, text = 'x'): Message {
  return { topic, payload: Buffer.from(text), qos: 1 };
}

describe('retained messages', () => {
  let retained: Retained;
  beforeEach(() => {
    retained = new Retained({ retainedMessages: 5, retainedBytes: 1_000 });
  });

  const found = (filter: string): string[] => {
    return [...retained.matching(filter)].map(({ topic, payload }) => `${topic}=${Buffer.from(payload).toString()}`);
  };

  it('the last of a topic counts, an empty one clears it', () => {
    retained.set(on('a', 'one'));
    retained.set(on('a', 'two'));
    expect(found('a')).toEqual(['a=two']);
    expect(retained.messages).toBe(1);
    expect(retained.set(on('a', ''))).toBe(true);
    expect(found('#')).toEqual([]);
    expect(retained.bytes).toBe(0);
  });

  it.each([
    ['#', ['a', 'a/b', 'a/b/c', '/a']],
    ['a/#', ['a', 'a/b', 'a/b/c']],
    ['+', ['a']],
    ['a/+', ['a/b']],
    ['+/+', ['a/b', '/a']],
    ['+/b/#', ['a/b', 'a/b/c']],
    ['/#', ['/a']],
    ['$SYS/#', ['$SYS/a']],
    ['a/b/c/d', []],
  ])('%s finds %j', (filter, topics) => {
    for (const topic of ['a', 'a/b', 'a/b/c', '/a', '$SYS/a']) retained.set(on(topic));
    expect(found(filter).sort()).toEqual(topics.map((topic) => `${topic}=x`).sort());
  });

  it('are bounded in number; what is kept already may still be replaced', () => {
    for (const topic of ['a', 'b', 'c', 'd', 'e']) expect(retained.set(on(topic))).toBe(true);
    expect(retained.set(on('f'))).toBe(false);
    expect(retained.set(on('e', 'new'))).toBe(true);
    retained.delete('a');
    expect(retained.set(on('f'))).toBe(true);
  });

  it('are bounded in bytes, and one that no longer fits takes the old one, which is no longer true, with it', () => {
    retained.set(on('a', 'x'.repeat(300)));
    retained.set(on('b', 'old'));
    expect(retained.set(on('b', 'x'.repeat(600)))).toBe(false);
    expect(found('#')).toEqual([`a=${'x'.repeat(300)}`]);
  });

  it('ten bytes do not hold the 64 KiB that they were read with', () => {
    const chunk = Buffer.alloc(65_536, 'x');
    retained.set({ topic: 'a', payload: chunk.subarray(100, 110), qos: 0 });
    const [kept] = retained.matching('a');
    expect(kept!.payload.buffer.byteLength).toBeLessThan(100);
    chunk.fill('y');
    expect(found('a')).toEqual(['a=xxxxxxxxxx']);
  });
});
