import { describe, expect, it } from 'vitest';
import { bytesOf, readable } from './bytes.ts';

const of = (text: string, encoding: BufferEncoding = 'utf8') => new Uint8Array(Buffer.from(text, encoding));

describe('quarantined bytes', () => {
  it('that are text are shown as text', () => {
    expect(readable(of('{"ts":"1970-01-01T08:00:13+08:00"}'))).toEqual({
      kind: 'text',
      text: '{"ts":"1970-01-01T08:00:13+08:00"}',
      more: 0,
    });
    expect(readable(of('电表')).text).toBe('电表');
  });
  it('that are not text are shown in hexadecimal', () => {
    expect(readable(of('7b00ff', 'hex'))).toEqual({ kind: 'hex', text: '7b 00 ff', more: 0 });
    expect(readable(of('\u202ekWh'.normalize())).kind).toBe('hex');
  });
  it('that are long are cut, also in the middle of a character, and say so', () => {
    const cut = readable(of('电'.repeat(300)), 100);
    expect(cut).toEqual({ kind: 'text', text: '电'.repeat(33), more: 800 });
  });
  it('come as base64; a broken one shows nothing instead of failing', () => {
    expect(bytesOf('eyI=')).toEqual(of('{"'));
    expect(bytesOf('***')).toHaveLength(0);
  });
});
