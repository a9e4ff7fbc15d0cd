import { describe, expect, it } from 'vitest';
import type { Qos } from './message.ts';
import { SubscriptionTree } from './subscription-tree.ts';

function holders(filters: Readonly<Record<string, string>>, topic: string): string[] {
  const tree = new SubscriptionTree<string>();
  for (const [filter, holder] of Object.entries(filters)) tree.set(filter, holder, 0);
  const found: string[] = [];
  tree.match(topic, (holder) => found.push(holder));
  return found.sort();
}

describe('who holds a filter that takes a topic in', () => {
  it.each([
    ['sport/tennis', 'sport/tennis', true],
    ['sport/tennis', 'sport', false],
    ['sport', 'sport/tennis', false],
    ['sport/+', 'sport/tennis', true],
    ['sport/+', 'sport/', true],
    ['sport/+', 'sport', false],
    ['sport/+', 'sport/tennis/player', false],
    ['sport/+/player', 'sport/tennis/player', true],
    ['+/+', '/finance', true],
    ['/+', '/finance', true],
    ['+', '/finance', false],
    ['sport/#', 'sport', true],
    ['sport/#', 'sport/tennis/player', true],
    ['#', 'sport/tennis', true],
    ['#', '/', true],
    ['#', '$SYS/uptime', false],
    ['+/uptime', '$SYS/uptime', false],
    ['$SYS/#', '$SYS/uptime', true],
    ['$SYS/+', '$SYS/uptime', true],
    // Below the first level a dollar is a letter like any other.
    ['a/#', 'a/$b', true],
    ['a/+', 'a/$b', true],
    ['//', '//', true],
    ['', 'a', false],
    ['__proto__/+', '__proto__/constructor', true],
    ['constructor', 'toString', false],
  ])('%s takes in %s: %s', (filter, topic, takesIn) => {
    expect(holders({ [filter]: 'x' }, topic)).toEqual(takesIn ? ['x'] : []);
  });

  it('each filter that overlaps is told, with its QoS', () => {
    const tree = new SubscriptionTree<string>();
    const filters: [string, Qos][] = [
      ['a/#', 2],
      ['a/+', 1],
      ['a/b', 0],
    ];
    for (const [filter, qos] of filters) tree.set(filter, 'x', qos);
    const found: number[] = [];
    tree.match('a/b', (_, qos) => found.push(qos));
    expect(found.sort()).toEqual([0, 1, 2]);
  });

  it('the same filter again replaces the QoS, and what was given back is gone', () => {
    const tree = new SubscriptionTree<string>();
    tree.set('a/+', 'x', 2);
    tree.set('a/+', 'x', 0);
    tree.set('a/+/c', 'y', 1);
    const found: string[] = [];
    const look = (topic: string): string[] => {
      found.length = 0;
      tree.match(topic, (holder, qos) => found.push(`${holder}${qos}`));
      return [...found];
    };
    expect(look('a/b')).toEqual(['x0']);
    tree.delete('a/+', 'x');
    tree.delete('a/+', 'x');
    tree.delete('never/there', 'x');
    expect(look('a/b')).toEqual([]);
    expect(look('a/b/c')).toEqual(['y1']);
  });
});
