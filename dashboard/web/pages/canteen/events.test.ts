import { describe, expect, it } from 'vitest';
import type { WireCanteenEvent, WireCorrection } from '../../../../domain/wire-canteens.ts';
import { formatter } from '../../format/index.ts';
import { canteenZh } from '../../messages/canteen/zh.ts';
import { evidenceText, filtered, firstMentions, identity, isOdd } from './events.ts';

const f = formatter('zh', 'Asia/Shanghai');
const drift = { rule: 'tare-drift', effect: 'doubtful', evidence: { tareFromG: 4_200, tareToG: 4_580 } } as const;
const said: WireCorrection = {
  ...{ id: 1, device: 'S1', seq: 1, ts: '', as: 'kept', value: null, reason: '已校准', by: '王敏', at: '' },
  undone: null,
};
const event = (seq: number, of: Partial<WireCanteenEvent> = {}): WireCanteenEvent => ({
  ...{ type: 'weighing', device: 'S1', seq, ts: '2026-11-23T12:00:00+08:00', receivedAt: '', meal: 'LUNCH' },
  ...{ stream: 'PLATE_WASTE', netG: 5_000, grossG: null, tareG: null, personMeals: null, counts: 5_000 },
  ...{ findings: [], correction: null },
  ...of,
});

describe('the list of weighings', () => {
  it('waits for a person until one has said something, and again when that was taken back', () => {
    expect(isOdd(event(1))).toBe(false);
    expect(isOdd(event(1, { findings: [drift] }))).toBe(true);
    expect(isOdd(event(1, { findings: [drift], correction: said }))).toBe(false);
    const undone = { ...said, undone: { by: '王敏', at: '', reason: '误操作' } };
    expect(isOdd(event(1, { findings: [drift], correction: undone }))).toBe(true);
  });

  it('keeps what somebody corrected among the odd ones, so that it can be taken back', () => {
    const list = [event(1), event(2, { correction: said }), event(3, { findings: [drift] })];
    expect(filtered(list, 'odd').map(({ seq }) => seq)).toEqual([2, 3]);
    expect(filtered(list, 'counts')).toEqual([]);
  });

  it('tells the evidence of a drifting scale once, not at each of its weighings', () => {
    const list = [1, 2, 3].map((seq) => event(seq, { findings: [drift] }));
    expect([...firstMentions(list)]).toEqual([`${identity(list[0]!)} tare-drift`]);
  });
});

describe('evidence in words', () => {
  it.each([
    [{ netG: 96_400, containerG: 120_000 }, '净重 96.40 kg · 容器上限 120.0 kg'],
    [{ minute: 455, from: 640, to: 1590, meal: 'LUNCH' }, '发生在 7:35 · 时段起 10:40 · 时段止 2:30 · 餐次 午餐'],
    [{ netG: 5_000, afterMs: 12_000, beforeSeq: 17 }, '净重 5.00 kg · 距前一次 12 秒 · 前一次序号 17'],
    [{ strangeThing: 'x', differenceG: -250 }, 'strangeThing x · 相差 −0.25 kg'],
  ])('%j', (evidence, text) =>
    expect(evidenceText(evidence as Record<string, number | string>, canteenZh, f)).toBe(text),
  );
});
