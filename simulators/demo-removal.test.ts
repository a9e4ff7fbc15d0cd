import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Registry, Viewer } from '../storage/registry/port.ts';
import { DemoRemoval } from './demo-removal.ts';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'demo-removal-'))));
afterAll(() => rmSync(folder, { recursive: true }));

const by: Viewer = { kind: 'operator', name: 'operator', role: 'administrator', scope: null };

/** What happened, in order, while the register answered so. */
async function removing(result: Awaited<ReturnType<Registry['removeDemo']>> | Error): Promise<string[]> {
  const happened: string[] = [];
  const kept = new Map<string, string>();
  const removal = new DemoRemoval({
    folder,
    registry: {
      setting: async (key) => kept.get(key) ?? null,
      setSetting: async (key, value) => void kept.set(key, value),
      removeDemo: async (_by, note) => {
        happened.push('rows');
        if (result instanceof Error) throw result;
        if (result.ok) kept.set(...note({ meters: [], devices: [] }));
        return result;
      },
    },
    collector: { forget: async () => ({ readings: 0, events: 0, quarantined: 0, behind: false }) },
    pause: async () => {
      happened.push('people pause');
      return () => void happened.push('people go on');
    },
    stop: async () => void happened.push('stop'),
    log: pino({ level: 'silent' }),
  });
  await removal.remove(by).catch(() => happened.push('failed'));
  return happened;
}

it('people of the demo write nothing while its rows leave, and go on when it stays', async () => {
  expect(await removing({ ok: true, rows: 0, meters: [], devices: [] })).toEqual(['people pause', 'rows', 'stop']);
  const held = { ok: false, holders: [] } as const;
  expect(await removing(held)).toEqual(['people pause', 'rows', 'people go on']);
  expect(await removing(new Error('the disk is full'))).toEqual(['people pause', 'rows', 'people go on', 'failed']);
});
