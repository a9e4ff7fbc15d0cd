import { Command, CommanderError } from 'commander';
import { CommandFault, exitCode } from './exit.ts';
import { addDemo } from './demo.ts';
import { addHistory } from './history.ts';
import { addImport } from './import.ts';
import { addMandv } from './mandv.ts';
import { addRebuild } from './rebuild.ts';
import { addReplay } from './replay.ts';
import { addVerify } from './verify.ts';

const codes = `
Exit codes: 0 done, 1 failed, 2 bad usage or input (named, with row and column), 3 data disqualified,
4 server not reachable, 5 verify found damage.

The commands work on the server that holds the data folder (WATTSTEWARD_DATA_DIR); when none runs they open it themselves.`;

function commandLine(): Command {
  const program = new Command('npm run --silent cli --')
    .description('Wattsteward (能管家): the command line')
    .addHelpText('after', codes)
    .showHelpAfterError('(--help says how it is used)')
    // Set before the commands are added: they inherit it.
    .exitOverride();
  addImport(program);
  addHistory(program);
  addReplay(program);
  addMandv(program);
  addRebuild(program);
  addDemo(program);
  addVerify(program);
  return program;
}

/** @returns the exit code. */
async function run(argv: readonly string[]): Promise<number> {
  try {
    await commandLine().parseAsync(argv, { from: 'user' });
    return exitCode.done;
  } catch (error) {
    if (error instanceof CommanderError) {
      // Help that was asked for is no fault; commander has written its message already.
      return error.exitCode === 0 ? exitCode.done : exitCode.badInput;
    }
    if (error instanceof CommandFault) {
      for (const line of error.lines) console.error(line);
      return error.code;
    }
    console.error(error);
    return exitCode.failed;
  }
}

// A reader that has seen enough, such as `| head`, is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

// Not process.exit: what was printed into a pipe must get out first.
process.exitCode = await run(process.argv.slice(2));
