import pino from 'pino';
import { expect, it } from 'vitest';
import { RareLog } from './rare-log.ts';

function logged(): { log: RareLog; lines: Record<string, unknown>[]; pass: (ms: number) => void } {
  const lines: Record<string, unknown>[] = [];
  let now = 0;
  const write = (line: string): void => void lines.push(JSON.parse(line) as Record<string, unknown>);
  return { log: new RareLog(pino({}, { write }), () => now), lines, pass: (ms) => (now += ms) };
}

it('one line a device and minute, then how many were left out', () => {
  const { log, lines, pass } = logged();
  for (let i = 0; i < 5; i++) log.warn('M1', 'will', 'login refused');
  pass(60_000);
  log.warn('M1', 'will', 'login refused');
  expect(lines).toMatchObject([{ who: 'M1' }, { who: 'M1', leftOut: 4 }]);
});

it('ten thousand invented names fill no disk', () => {
  const { log, lines, pass } = logged();
  for (let i = 0; i < 10_000; i++) log.warn(`guess-${i}`, 'wrong-credentials', 'login refused');
  log.warn('M1', 'will', 'login refused');
  expect(lines).toHaveLength(101);
  pass(60_000);
  log.warn('guess-again', 'wrong-credentials', 'login refused');
  expect(lines.at(-1)).toMatchObject({ who: 'guess-again', leftOutOthers: 9_900 });
});
