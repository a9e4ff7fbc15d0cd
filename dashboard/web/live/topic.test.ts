import { describe, expect, it } from 'vitest';
import { Topic, type TopicPhase } from './topic.ts';

function follow() {
  const heard: (string | number)[] = [];
  const phases: TopicPhase[] = [];
  const topic = new Topic<string, number>('meter:E-1', {
    snapshot: (data) => heard.push(data),
    delta: (data) => heard.push(data),
    phase: (phase) => phases.push(phase),
  });
  const snapshot = (seq: number, data: string) =>
    topic.onSnapshot({ topic: 'meter:E-1', seq, at: '2026-11-23T14:35:00+08:00', data });
  const delta = (seq: number) => topic.onDelta({ topic: 'meter:E-1', seq, data: seq });
  return { topic, heard, phases, snapshot, delta };
}

describe('a topic', () => {
  it('applies deltas in order after the snapshot', () => {
    const { heard, snapshot, delta } = follow();
    snapshot(7, 'first');
    delta(8);
    delta(9);
    expect(heard).toEqual(['first', 8, 9]);
  });

  it('applies nothing after a hole until the fresh snapshot', () => {
    const { topic, heard, phases, snapshot, delta } = follow();
    snapshot(1, 'first');
    delta(2);
    expect(delta(4)).toBe(false);
    delta(5);
    expect(topic.phase).toBe('waiting');
    expect(heard).toEqual(['first', 2]);
    snapshot(6, 'fresh');
    delta(7);
    expect(heard).toEqual(['first', 2, 'fresh', 7]);
    expect(phases).toEqual(['current', 'waiting', 'current']);
  });

  it('ignores deltas that the snapshot already holds', () => {
    const { heard, snapshot, delta } = follow();
    snapshot(5, 'all up to 5');
    expect(delta(4)).toBe(true);
    expect(delta(5)).toBe(true);
    delta(6);
    expect(heard).toEqual(['all up to 5', 6]);
  });

  it('waits for a snapshot again when the connection was lost', () => {
    const { topic, heard, snapshot, delta } = follow();
    snapshot(1, 'first');
    topic.onLost();
    delta(2);
    expect(heard).toEqual(['first']);
  });

  it('stays quiet when refused', () => {
    const { topic, heard, delta } = follow();
    topic.onDenied();
    topic.onLost();
    delta(1);
    expect([topic.phase, heard]).toEqual(['denied', []]);
  });
});
