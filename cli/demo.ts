import type { Command } from 'commander';
import { withServer } from './server.ts';
import { commandConfiguration } from './settings.ts';

interface Removed {
  readonly rows: number;
  readonly meters: number;
  readonly devices: number;
  readonly readings: number;
  readonly events: number;
  readonly leftBehind: boolean;
}

/** `demo remove`: takes the demo city out of an installation. */
export function addDemo(program: Command): void {
  program
    .command('demo')
    .summary('the demo city')
    .description('The demo city of a new installation.')
    .command('remove')
    .summary('take the demo city out')
    .description(
      'Takes the demo city out: its institutions, buildings, meters, canteens and contracts, and every reading, event and figure that came from them. Rows of your own and all that they measured stay. While some of yours refer to the demo (a meter in one of its buildings) nothing is removed, and they are listed. It does not come back at the next start.',
    )
    .addHelpText('after', '\nExamples:\n  $ npm run --silent cli -- demo remove')
    .action(async () => {
      const removed = await withServer(commandConfiguration(), (api) => api.delete<Removed>('/api/v1/demo'));
      if (removed.rows === 0) console.log('There is no demo here.');
      else {
        console.log(
          `The demo was removed: ${removed.meters} meters, ${removed.devices} devices, ${removed.readings} readings, ${removed.events} events.`,
        );
      }
      if (removed.leftBehind) {
        console.log('InfluxDB holds points of its meters still: delete those whose tag meter begins with DEMO- there.');
      }
    });
}
