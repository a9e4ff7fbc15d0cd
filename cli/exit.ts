/** What the process tells its caller; the documents' table. */
export const exitCode = {
  done: 0,
  failed: 1,
  /** Bad usage or input: every fault is named, with row and column or path. */
  badInput: 2,
  disqualified: 3,
  unreachable: 4,
  damaged: 5,
} as const;
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** Ends a command: lines for stderr, and the exit code. */
export class CommandFault extends Error {
  readonly code: ExitCode;
  readonly lines: readonly string[];
  constructor(code: ExitCode, ...lines: readonly string[]) {
    super(lines.join('\n'));
    this.name = 'CommandFault';
    this.code = code;
    this.lines = lines;
  }
}

/** Wrong input, its faults one a line; of very many only the first are shown. */
export function badInput(what: string, faults: readonly string[] = []): CommandFault {
  const shown = faults.slice(0, 20).map((fault) => `  ${fault}`);
  if (faults.length > shown.length) shown.push(`  … and ${faults.length - shown.length} more`);
  return new CommandFault(exitCode.badInput, what, ...shown);
}
