import { describe, expect, it } from 'vitest';
import { messageOf, pretty, trialOf } from './trial.ts';

const message = (payload: string | null, payloadBase64 = '') => ({
  source: 'mosquitto-old',
  topic: 'acme/1/up',
  receivedAt: '2026-11-23T14:35:00+08:00',
  payload,
  payloadBase64,
  bytes: 3,
  mapping: null,
});

describe('a recorded message', () => {
  it('is tried with its own time of arrival', () =>
    expect(messageOf(trialOf(message('{"a":1}')))).toEqual({
      topic: 'acme/1/up',
      payload: '{\n  "a": 1\n}',
      receivedAt: '2026-11-23T14:35:00+08:00',
    }));
  it('of bytes is tried as bytes', () =>
    expect(messageOf(trialOf(message(null, 'ARD/')))).toMatchObject({ payloadBase64: 'ARD/' }));
});

describe('a payload on several lines', () => {
  it('says the same as before', () => {
    expect(pretty('{"a": [1, 2], "b":"x y"}')).toBe('{\n  "a": [\n    1,\n    2\n  ],\n  "b": "x y"\n}');
    expect(pretty('not { json')).toBe('not { json');
  });
  it('is left alone where writing it anew would change a figure, or drop a key that came twice', () => {
    for (const text of ['{"a":12345678901234567890}', '{"a":1.50}', '{"a":1,"a":2}']) expect(pretty(text)).toBe(text);
  });
});
