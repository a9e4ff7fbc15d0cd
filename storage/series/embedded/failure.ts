import { StoreError } from '../port.ts';
import { HistoryNeeded } from './history.ts';

/** An error as it crosses a thread: plain data. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  /** Of a `HistoryNeeded`. */
  readonly historyFrom?: number;
}

/** SQLite's name of the error (`SQLITE_FULL`), else the system's (`ENOSPC`), else `INTERNAL`. */
export function failureOf(error: unknown): Failure {
  if (error instanceof HistoryNeeded) {
    return { code: error.code, message: error.message, historyFrom: error.from };
  }
  if (!(error instanceof Error)) return { code: 'INTERNAL', message: String(error) };
  const { code, sqliteCode, sqliteCodeName } = error as { code?: string; sqliteCode?: number; sqliteCodeName?: string };
  const name = sqliteCodeName ?? (sqliteCode === undefined ? undefined : sqliteNames[sqliteCode & 0xff]);
  return {
    code: name ?? (typeof code === 'string' ? code : 'INTERNAL'),
    message: code === undefined && name === undefined ? (error.stack ?? error.message) : error.message,
  };
}

const sqliteNames: Readonly<Record<number, string>> = {
  5: 'SQLITE_BUSY',
  8: 'SQLITE_READONLY',
  10: 'SQLITE_IOERR',
  11: 'SQLITE_CORRUPT',
  13: 'SQLITE_FULL',
  14: 'SQLITE_CANTOPEN',
  19: 'SQLITE_CONSTRAINT',
};

export function storeError(failure: Failure): StoreError {
  if (failure.historyFrom !== undefined) return new HistoryNeeded(failure.historyFrom);
  return new StoreError(failure.code, failure.message);
}
