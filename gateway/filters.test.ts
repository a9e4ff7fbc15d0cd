import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TopicFilter } from './filters.ts';

describe('topic filters (MQTT 3.1.1, section 4.7)', () => {
  it.each([
    ['sport/tennis/player1/#', 'sport/tennis/player1', true],
    ['sport/tennis/player1/#', 'sport/tennis/player1/score/wimbledon', true],
    ['sport/tennis/+', 'sport/tennis/player1/ranking', false],
    ['sport/+', 'sport', false],
    ['sport/+', 'sport/', true],
    ['+/+', '/finance', true],
    ['/+', '/finance', true],
    ['+', '/finance', false],
    ['#', '$SYS/monitor/clients', false],
    ['+/monitor/clients', '$SYS/monitor/clients', false],
    ['$SYS/#', '$SYS/monitor/clients', true],
    ['sport', 'Sport', false],
  ])('%s on %s: %s', (filter, topic, matches) => {
    expect(new TopicFilter(filter).matches(topic)).toBe(matches);
  });

  it.each([
    ['v1/M1/commands/#', 'v1/M1/commands', true],
    ['v1/M1/commands/#', 'v1/M1/commands/+/#', true],
    ['v1/M1/commands/#', 'v1/M1/#', false],
    ['v1/+/readings', 'v1/M1/readings', true],
    ['v1/+/readings', 'v1/#', false],
    ['v1/+', 'v1/#', false],
    ['#', '$SYS/#', false],
    ['#', '+/+', true],
  ])('%s covers %s: %s', (wide, narrow, covers) => {
    expect(new TopicFilter(wide).covers(narrow)).toBe(covers);
  });

  it('a filter that covers another matches whatever that one matches', () => {
    const level = fc.constantFrom('a', 'b', '', '$S');
    const topic = fc.array(level, { minLength: 1, maxLength: 4 }).map((levels) => levels.join('/'));
    const filter = fc
      .tuple(fc.array(fc.oneof(level, fc.constant('+')), { maxLength: 4 }), fc.boolean())
      .map(([levels, open]) => (open || levels.length === 0 ? [...levels, '#'] : levels).join('/'));
    let used = 0;
    fc.assert(
      fc.property(filter, filter, topic, (wide, narrow, name) => {
        const outer = new TopicFilter(wide);
        if (!outer.covers(narrow) || !new TopicFilter(narrow).matches(name)) return true;
        used++;
        return outer.matches(name);
      }),
      { numRuns: 5_000, seed: 20261123 },
    );
    expect(used).toBeGreaterThan(50);
  });
});
