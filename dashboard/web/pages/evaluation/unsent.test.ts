import { describe, expect, it } from 'vitest';
import type { Answer, ApiProblem } from '../../api/problem.ts';
import type { PhotoStore } from './photo-store.ts';
import { Sender } from './sender.ts';
import { keyOf, Unsent, type Draft, type Keep } from './unsent.ts';

class Memory implements Keep {
  readonly kept = new Map<string, string>();
  getItem = (key: string) => this.kept.get(key) ?? null;
  setItem(key: string, value: string) {
    this.kept.set(key, value);
  }
  removeItem(key: string) {
    this.kept.delete(key);
  }
}
class Photos implements PhotoStore {
  readonly kept = new Map<string, Blob>();
  async put(key: string, jpeg: Blob) {
    this.kept.set(key, jpeg);
  }
  async get(key: string) {
    return this.kept.get(key) ?? null;
  }
  async remove(key: string) {
    this.kept.delete(key);
  }
}
const given = (item: string, score: number | null, more: Partial<Draft> = {}) => ({
  ...{ item, evaluator: 'wangmin', score, note: '', attachments: [], photos: [] },
  ...more,
});
const failed = (status: number, code = `http-${status}`): { ok: false; problem: ApiProblem } => ({
  ok: false,
  problem: { status, code, detail: null, retryAfterSeconds: null, at: 0, errors: [] },
});

/** A line that is there or not, and a server that notes what came. */
function kitchen(keep: Keep = new Memory()) {
  const unsent = new Unsent(keep, 12, 'wangmin');
  const photos = new Photos();
  const got: string[] = [];
  const pauses: number[] = [];
  const way: { answer: () => Answer<string>; during: () => void; next: () => void } = {
    answer: () => ({ ok: true, value: 'done' }),
    during: () => {},
    next: () => {},
  };
  const sender = new Sender<string>({
    unsent,
    photos,
    upload: async (name) => {
      const said = way.answer();
      if (said.ok) got.push(`photo ${name}`);
      return said.ok ? { ok: true, value: 70 + got.length } : said;
    },
    answer: async (draft) => {
      const said = way.answer();
      if (said.ok) got.push(`${draft.item}=${draft.score} [${draft.attachments.join()}]`);
      way.during();
      return said;
    },
    onAnswered: () => {},
    onChange: () => {},
    later: (act, ms) => {
      pauses.push(ms);
      way.next = act;
      return () => {};
    },
  });
  return { keep, unsent, photos, got, way, pauses, sender };
}

describe('an inspection in a kitchen with a poor line', () => {
  it('sends each answer as it is given, its photos before it', async () => {
    const { unsent, photos, got, sender, keep } = kitchen();
    await photos.put('p1', new Blob(['…']));
    unsent.put(given('bins', 4, { photos: [{ key: 'p1', name: 'bins.jpg', thumb: 'data:,' }] }));
    await sender.flush();
    expect(got).toEqual(['photo bins.jpg', 'bins=4 [71]']);
    expect(sender.state).toBe('saved');
    expect(photos.kept.size).toBe(0);
    expect(keep.getItem(keyOf(12, 'wangmin'))).toBeNull();
  });

  it('keeps what was given without a line, over a reload, and sends it in that order when the line is back', async () => {
    const before = kitchen();
    before.way.answer = () => failed(0, 'unreachable');
    before.unsent.put(given('bins', 4));
    await before.sender.flush();
    before.unsent.put(given('portions', 2.5));
    await before.sender.flush();
    expect(before.sender.state).toBe('waiting');
    expect(before.pauses).toEqual([2_000, 4_000]);

    const after = kitchen(before.keep);
    expect(after.unsent.sendable.map(({ item }) => item)).toEqual(['bins', 'portions']);
    await after.sender.flush();
    expect(after.got).toEqual(['bins=4 []', 'portions=2.5 []']);
    expect(after.sender.state).toBe('saved');
  });

  it('a photo that was sent before the line broke is not sent twice', async () => {
    const { unsent, photos, got, sender, way } = kitchen();
    await photos.put('p1', new Blob(['…']));
    unsent.put(given('bins', 4, { photos: [{ key: 'p1', name: 'bins.jpg', thumb: 'data:,' }] }));
    let asked = 0;
    way.answer = () => (++asked === 2 ? failed(503) : { ok: true, value: 'done' });
    await sender.flush();
    expect(got).toEqual(['photo bins.jpg']);
    way.next();
    await new Promise((resolve) => setImmediate(resolve));
    expect(got).toEqual(['photo bins.jpg', 'bins=4 [71]']);
  });

  it('an answer changed while it was on its way is sent again, with what it says now', async () => {
    const { unsent, got, sender, way } = kitchen();
    unsent.put(given('bins', 4));
    let first = true;
    way.during = () => {
      if (first) unsent.put(given('bins', 1));
      first = false;
    };
    await sender.flush();
    expect(got).toEqual(['bins=4 []', 'bins=1 []']);
    expect(unsent.drafts).toEqual([]);
  });

  it('what the server refuses holds nothing up, and says so until it is changed', async () => {
    const { unsent, got, sender, way } = kitchen();
    unsent.put(given('bins', 40));
    unsent.put(given('portions', 2));
    let asked = 0;
    way.answer = () => (++asked === 1 ? failed(422, 'over-max') : { ok: true, value: 'done' });
    await sender.flush();
    expect(got).toEqual(['portions=2 []']);
    expect(unsent.draft({ item: 'bins', evaluator: 'wangmin' })?.refused).toBe('over-max');
    unsent.put(given('bins', 4));
    await sender.flush();
    expect(got).toEqual(['portions=2 []', 'bins=4 []']);
  });

  it('a session that ended loses nothing: it waits until somebody signs in', async () => {
    const { unsent, sender, way } = kitchen();
    way.answer = () => failed(401);
    unsent.put(given('bins', 4));
    await sender.flush();
    expect(sender.state).toBe('waiting');
    expect(unsent.sendable).toHaveLength(1);
  });

  it('photos and notes without a score wait for it', async () => {
    const { unsent, got, sender } = kitchen();
    unsent.put(given('bins', null, { note: '桶盖未盖' }));
    await sender.flush();
    expect(got).toEqual([]);
    expect(unsent.drafts).toHaveLength(1);
  });

  it('a full storage is told, and the answer is sent all the same', async () => {
    const keep = new Memory();
    keep.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    const { unsent, got, sender } = kitchen(keep);
    expect(unsent.put(given('bins', 4))).toBe(false);
    await sender.flush();
    expect(got).toEqual(['bins=4 []']);
  });

  it('what somebody else, or another version, left in the storage is not sent', () => {
    const keep = new Memory();
    keep.setItem(keyOf(12, 'wangmin'), '[{"item":"bins"},null,7]');
    expect(new Unsent(keep, 12, 'wangmin').drafts).toEqual([]);
    keep.setItem(keyOf(12, 'wangmin'), '{');
    expect(new Unsent(keep, 12, 'wangmin').drafts).toEqual([]);
    const other = new Unsent(keep, 12, 'liqiang');
    other.put(given('bins', 3));
    expect(new Unsent(keep, 12, 'wangmin').drafts).toEqual([]);
  });
});
