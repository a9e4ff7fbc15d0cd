import type { Command } from 'commander';
import { findFile, readInput } from './input.ts';
import { withServer } from './server.ts';
import { commandConfiguration } from './settings.ts';

/** `import FILE`: a portfolio into the register, all or nothing. */
export function addImport(program: Command): void {
  program
    .command('import')
    .summary('bring a portfolio into the register')
    .description(
      'Brings a portfolio (regions, institutions, buildings, meters, gateways, accounts, users) into the register: all of it, or with a fault nothing. Rows are taken over by id; what the file does not name stays as it is.',
    )
    .argument('<file>', 'YAML or JSON file')
    .addHelpText('after', '\nExamples:\n  $ npm run --silent cli -- import portfolio.yaml')
    .action(async (name: string) => {
      const file = findFile(name);
      const text = readInput(file);
      const json = /\.json(\.gz)?$/i.test(file);
      const { created, updated, unchanged } = await withServer(commandConfiguration(), (api) =>
        api.post<{ created: number; updated: number; unchanged: number }>(
          '/api/v1/portfolio',
          text,
          json ? 'application/json' : 'application/yaml',
        ),
      );
      console.log(`${created} created, ${updated} updated, ${unchanged} unchanged`);
    });
}
