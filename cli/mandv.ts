import { InvalidArgumentError, Option, type Command } from 'commander';
import type { Analysis } from '../domain/mandv/analysis.ts';
import type { MandvCarrier, MandvMethod } from '../domain/mandv/types.ts';
import { CommandFault, exitCode } from './exit.ts';
import { findFile } from './input.ts';

interface MandvOptions {
  readonly baseline: string;
  readonly reporting: string;
  readonly method: MandvMethod;
  readonly carrier: MandvCarrier;
  readonly timezone: string;
  readonly confidence: number;
  readonly json?: boolean;
}

const examples = `
CSV: a header timestamp,energy_kwh,temperature_c; one row an hour or a day. The energy is that of the hour or day that
starts at the timestamp (ISO 8601; without an offset it is on the clock of --timezone), the temperature is that of the
same hour or day in °C. An empty value is a missing one; .gz is unpacked. Electricity: 0 counts as missing. Gas: 0 is
data, and there are no cooling models.

Days need over half of their hours (sum ÷ coverage). Monthly bills are the mean of the valid days × the days of the
month, with at least 90 % of them valid. Nothing is filled in with the model: a missing side masks the other one.
Saving = counterfactual − actual, positive = saved. No server is needed.

Methods: daily and monthly are CalTRACK 2.0, hourly is its time-of-week-and-temperature model, hourly-day-types treats
Chinese public holidays as Sundays and make-up workdays as workdays.

Exit codes: 0 done, 2 bad usage or file (every fault by row and column), 3 data disqualified (all is printed still).

Examples:
  $ npm run --silent cli -- mandv --baseline 2024.csv --reporting 2025.csv --method daily
  $ npm run --silent cli -- mandv --baseline b.csv.gz --reporting r.csv.gz --method hourly --json
  $ npm run --silent cli -- mandv --baseline b.csv --reporting r.csv --method monthly --carrier gas --timezone Europe/London`;

/** `mandv`: measurement and verification of one meter from files, with nothing else running. */
export function addMandv(program: Command): void {
  program
    .command('mandv')
    .summary('measurement and verification of one meter from files')
    .description('Fits a baseline model and tells the saving of the reporting period, with its uncertainty.')
    .requiredOption('--baseline <file>', 'CSV of the time before the measures')
    .requiredOption('--reporting <file>', 'CSV of the time after them')
    .addOption(
      new Option('--method <method>', 'model of the baseline')
        .choices(['daily', 'hourly', 'monthly', 'hourly-day-types'])
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--carrier <carrier>', 'what the meter counts')
        .choices(['electricity', 'gas', 'other'])
        .default('electricity'),
    )
    .option('--timezone <zone>', 'whose days, months and hours of the week', zone, 'Asia/Shanghai')
    .option('--confidence <share>', 'of the band around the saving', share, 0.9)
    .option('--json', 'the result as JSON on standard output')
    .addHelpText('after', examples)
    .action(async (options: MandvOptions) => {
      const files = { baseline: findFile(options.baseline), reporting: findFile(options.reporting) };
      // The engine is loaded only now: other commands start without it.
      const [{ readMeterFile }, { analyse }, { asJson, asText }] = await Promise.all([
        import('./mandv-file.ts'),
        import('../domain/mandv/analysis.ts'),
        import('./mandv-output.ts'),
      ]);
      const baseline = await readMeterFile(files.baseline, options.timezone);
      const reporting = await readMeterFile(files.reporting, options.timezone, baseline.record.kind);
      const hourly = options.method === 'hourly' || options.method === 'hourly-day-types';
      for (const [name, { record }] of Object.entries({ baseline, reporting })) {
        if (!hourly || record.kind === 'hours') continue;
        throw new CommandFault(
          exitCode.badInput,
          `--${name} ${options[name as 'baseline' | 'reporting']} has a row a day; --method ${options.method} needs hours.`,
        );
      }
      const { method, carrier, confidence } = options;
      const computed = analyse({
        method,
        carrier,
        timeZone: options.timezone,
        confidence,
        baseline: baseline.record,
        reporting: reporting.record,
        // What a file leaves empty is missing.
        bridgeTemperature: false,
      });
      // The same finding of both files, such as when a period is held against itself, is told once.
      const ofFiles = options.baseline === options.reporting ? [] : reporting.warnings;
      const warnings = [...baseline.warnings, ...ofFiles, ...computed.sufficiency.warnings];
      const analysis: Analysis = { ...computed, sufficiency: { ...computed.sufficiency, warnings } };
      console.log(options.json ? JSON.stringify(asJson(analysis), null, 2) : asText(analysis));
      if (!analysis.sufficiency.qualified) throw new CommandFault(exitCode.disqualified, ...disqualified(analysis));
    });
}

function disqualified({ sufficiency }: Analysis): readonly string[] {
  return ['The data are disqualified:', ...sufficiency.disqualifications.map((one) => `  ${one.message.en}`)];
}

function zone(text: string): string {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return text;
  } catch {
    throw new InvalidArgumentError('It is the name of a time zone, such as Asia/Shanghai or UTC.');
  }
}

function share(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value > 0 && value < 1)) {
    throw new InvalidArgumentError('It is a share between 0 and 1, such as 0.9.');
  }
  return value;
}
