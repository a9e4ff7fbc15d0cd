import { Option, type Command } from 'commander';
import { isRegisterPoint } from '../domain/points.ts';
import { Player, type PlayerResult, type Progress } from '../simulators/replay/player.ts';
import { shownIntervals, shownRegister, type ShownReading } from '../simulators/replay/recording.ts';
import { readRuntime } from '../storage/data-folder.ts';
import { badInput, CommandFault, exitCode } from './exit.ts';
import { findFile } from './input.ts';
import { decimalText, deviceId, mqttUrl, playSpeed, pointName } from './options.ts';
import { readRecording } from './recording-file.ts';
import { commandConfiguration } from './settings.ts';

interface ReplayOptions {
  readonly meter: string;
  readonly secret: string;
  readonly url?: string;
  readonly point: string;
  readonly kind: 'register' | 'interval';
  readonly opening: string;
  readonly speed: number;
}

const examples = `
CSV: a header timestamp,value; ISO 8601 with Z or an offset; an empty value is a missing one; .gz is unpacked.
With --kind interval a value is what was used in the interval that starts at its timestamp. The values are added up
from the opening reading, and the reading at the end of each interval is sent, as that meter would have done. A missing
value sends nothing: its hours come back estimated and sum to the register's step.

The replay waits for the acknowledgement of every reading. When the server goes away it tries again for five minutes
and sends everything that was not acknowledged once more, in order. A summary goes to standard output, progress to
standard error.

Exit codes: 0 every reading was acknowledged, 1 not all were, 2 bad usage or file, 4 server not reachable.

Examples:
  $ npm run --silent cli -- replay meter.csv --meter E-001 --secret s3cret
  $ npm run --silent cli -- replay hourly.csv.gz --meter E-001 --secret s3cret --kind interval --opening 1200.5
  $ npm run --silent cli -- replay day.csv --meter E-001 --secret s3cret --speed 60 --url mqtt://meters.example:1883`;

/** `replay FILE`: plays a recorded meter through MQTT as that device would. */
export function addReplay(program: Command): void {
  program
    .command('replay')
    .summary('play a recorded meter through MQTT')
    .description('Plays a recorded meter through MQTT as that device would.')
    .argument('<file>', 'CSV file timestamp,value')
    .requiredOption('--meter <id>', 'id of the meter: its user name and topic', deviceId)
    .requiredOption('--secret <secret>', "the meter's secret")
    .option('--url <url>', 'broker; without it the server of this data folder, else the configured port', mqttUrl)
    .option('--point <point>', 'what the meter measures', pointName, 'energy_kwh')
    .addOption(
      new Option('--kind <kind>', 'register: as the meter showed it; interval: used in each interval')
        .choices(['register', 'interval'])
        .default('register'),
    )
    .option('--opening <number>', 'register at the start of the first interval (--kind interval)', decimalText, '0')
    .addOption(
      new Option('--speed <n|max>', 'times real time, or max: as fast as the server acknowledges')
        .argParser(playSpeed)
        .default(Infinity, 'max'),
    )
    .addOption(new Option('--qos <qos>', 'quality of service').choices(['1']).default('1'))
    .addHelpText('after', examples)
    .action(async (name: string, options: ReplayOptions) => {
      const file = findFile(name);
      const readings = await shownBy(file, options);
      const player = new Player(readings, {
        url: brokerUrl(options.url),
        meter: options.meter,
        secret: options.secret,
        point: options.point,
        speed: options.speed,
        // What is due at once goes out as a device's backlog does: in arrays, so that its rate doesn't hold it up.
        batch: 50,
        window: 400,
        now: Date.now,
        onProgress: progressLine(process.stderr),
      });
      const interrupt = () => player.stop();
      process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
      const result = await player.play();
      process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
      if (process.stderr.isTTY) process.stderr.write('\n');
      console.log(summary(options.meter, result));
      const fault = faultOf(options.meter, result);
      if (fault) throw fault;
    });
}

async function shownBy(file: string, options: ReplayOptions): Promise<readonly ShownReading[]> {
  if (options.kind === 'interval' && !isRegisterPoint(options.point)) {
    throw badInput(`--kind interval adds values up into a register, but ${options.point} is no register point.`);
  }
  const rows = await readRecording(file, options.point);
  const shown = options.kind === 'interval' ? shownIntervals(rows, options.opening) : shownRegister(rows);
  if (shown.ok) return shown.readings;
  throw badInput(
    `${file}: ${shown.faults.length} fault${shown.faults.length === 1 ? '' : 's'}; nothing was sent.`,
    shown.faults.map(({ row, column, message }) => `row ${row}, column ${column}: ${message}`),
  );
}

/** Looked up again before each connection: a server that was started again may have another port. */
function brokerUrl(given: string | undefined): () => string {
  if (given !== undefined) return () => given;
  const { dataDir, mqttPort } = commandConfiguration();
  return () => `mqtt://127.0.0.1:${readRuntime(dataDir)?.mqttPort || mqttPort || 1883}`;
}

/** One line a second; on a terminal it is written over, in a file they stand below each other every ten seconds. */
function progressLine(out: NodeJS.WriteStream): (progress: Progress) => void {
  const every = out.isTTY ? 1_000 : 10_000;
  let last = Date.now();
  return ({ acknowledged, total, reconnects }) => {
    const at = Date.now();
    if (at - last < every) return;
    last = at;
    const line = `${acknowledged} of ${total} acknowledged${reconnects > 0 ? `, ${reconnects} reconnects` : ''}`;
    out.write(out.isTTY ? `\r\u001b[K${line}` : `${line}\n`);
  };
}

function summary(meter: string, { total, sent, acknowledged, reconnects }: PlayerResult): string {
  return `${meter}: ${total} readings, ${sent} sent, ${acknowledged} acknowledged, ${reconnects} reconnects`;
}

function faultOf(meter: string, { end, detail }: PlayerResult): CommandFault | null {
  const because = detail ? `: ${detail}` : '';
  switch (end) {
    case 'done':
      return null;
    case 'unreachable':
      return new CommandFault(exitCode.unreachable, `The broker can't be reached${because}`);
    case 'refused':
      return new CommandFault(
        exitCode.failed,
        `The broker refuses ${meter}: no such meter, or another secret${because}`,
      );
    case 'closed':
      return new CommandFault(
        exitCode.failed,
        `The broker closes the connection without acknowledging anything${because}`,
      );
    case 'stopped':
      return new CommandFault(exitCode.failed, 'Stopped before everything was acknowledged.');
  }
}
