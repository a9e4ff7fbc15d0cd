import { describe, expect, it } from 'vitest';
import { csvOfTable } from './table.ts';

describe('the table behind a chart, exported', () => {
  it('keeps every digit and leaves a gap empty, never 0', () => {
    const csv = csvOfTable(
      {
        columns: ['day', 'kWh'],
        rows: [
          ['2026-01-01', 3376.123456],
          ['2026-01-02', null],
        ],
      },
      ['T'],
    );
    expect(csv).toBe('\ufeff# T\r\nday,kWh\r\n2026-01-01,3376.123456\r\n2026-01-02,\r\n');
  });
  it('does not let a title break out of its comment', () =>
    expect(csvOfTable({ columns: ['a'], rows: [] }, ['x\r\n=cmd()'])).toBe('\ufeff# x =cmd()\r\na\r\n'));
});
