import type { Command } from 'commander';
import { withServer } from './server.ts';
import { commandConfiguration } from './settings.ts';

/** `rebuild`: derives everything from raw again. */
export function addRebuild(program: Command): void {
  program
    .command('rebuild')
    .summary('derive everything from raw readings again')
    .description(
      'Drops every interval and derives all of them from the raw readings again. Prints the SHA-256 of what was derived and the number of intervals: the same before and after, byte for byte.',
    )
    .addHelpText('after', '\nExamples:\n  $ npm run --silent cli -- rebuild')
    .action(async () => {
      const { sha256, intervals } = await withServer(commandConfiguration(), (api) =>
        api.post<{ sha256: string; intervals: number }>('/api/v1/rebuild', '{}'),
      );
      console.log(`${sha256}  ${intervals} intervals`);
    });
}
