import { existsSync } from 'node:fs';
import { InvalidArgumentError, type Command } from 'commander';
import { verifiedParts, type WireVerification, type WireVerificationProgress } from '../domain/wire-verify.ts';
import { integrityOf } from '../storage/integrity/integrity.ts';
import { sqliteFilesIn } from '../storage/integrity/sqlite-files.ts';
import type { Api } from './api.ts';
import { badInput, CommandFault, exitCode } from './exit.ts';
import { isServed, withServer } from './server.ts';
import { commandConfiguration } from './settings.ts';
import { reportOf } from './verify-report.ts';

const help = `
Exit code 0: everything is as it was kept. 5: something is damaged; each is named with its place.
Note the head that is printed where nobody with access to this machine can change it, and give it with --head next
time: then an end of the audit that was cut off is found too.

Examples:
  $ npm run --silent cli -- verify
  $ npm run --silent cli -- verify --head 5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8`;

/** `verify`: the stored data and the audit's chain. Looks only; nothing is repaired. */
export function addVerify(program: Command): void {
  program
    .command('verify')
    .summary('check the stored data and the audit')
    .description(
      'Checks the databases, the audit’s chain of hashes, kept files, settlements, baselines and the ledger; a running server goes on meanwhile.',
    )
    .option('--head <hash>', 'the head of the audit as noted earlier', hashText)
    .option('--json', 'the report as JSON')
    .addHelpText('after', help)
    .action(async (options: { readonly head?: string; readonly json?: true }) => {
      const report = await verify(options.head);
      console.log(options.json ? JSON.stringify(report) : reportOf(report));
      if (!report.sound) {
        const count = report.damage.length;
        throw new CommandFault(exitCode.damaged, `verify found damage: ${count} ${count === 1 ? 'place' : 'places'}.`);
      }
    });
}

/** `null` head: the databases are damaged, so that nothing else was opened. */
export type Report = Omit<WireVerification, 'head'> & { readonly head: WireVerification['head'] | null };

async function verify(head: string | undefined): Promise<Report> {
  const configuration = commandConfiguration();
  const { dataDir } = configuration;
  if (!existsSync(dataDir)) throw badInput(`There is no data folder ${dataDir} (WATTSTEWARD_DATA_DIR).`);
  // Whoever opens a database may write to it: one that no server has open is looked at before.
  const files = (await isServed(configuration)) ? null : await checkedFiles(dataDir);
  if (files !== null && !files.sound) return files;
  const query = new URLSearchParams();
  if (head !== undefined) query.set('head', head);
  if (files !== null) query.set('files', 'skip');
  const report = await withServer(configuration, (api) => follow(api, `/api/v1/verify?${query}`));
  return files === null
    ? report
    : { ...report, startedAt: files.startedAt, checked: { ...report.checked, files: files.checked.files } };
}

async function checkedFiles(folder: string): Promise<Report> {
  const startedAt = new Date().toISOString();
  const files = await sqliteFilesIn(folder);
  const damage: WireVerification['damage'][number][] = [];
  for (const file of files) {
    tell(`files ${file.name}`);
    for (const detail of await integrityOf(file))
      damage.push({ part: 'files', code: 'malformed', where: file.name, detail });
  }
  tell('');
  const none = Object.fromEntries(verifiedParts.map((part) => [part, 0])) as Report['checked'];
  const checked = { ...none, files: files.length };
  return { sound: damage.length === 0, startedAt, finishedAt: new Date().toISOString(), head: null, checked, damage };
}

/** Says how far it has come while the server works. */
async function follow(api: Api, path: string): Promise<WireVerification> {
  if (!process.stderr.isTTY) return api.post(path, '');
  const look = setInterval(() => {
    void api.get<WireVerificationProgress>('/api/v1/verify').then(
      ({ part, done, of }) => tell(part === null ? '' : `${part} ${done}${of === null ? '' : ` of ${of}`}`),
      () => {},
    );
  }, 1_000);
  try {
    return await api.post<WireVerification>(path, '');
  } finally {
    clearInterval(look);
    tell('');
  }
}

/** One line that is written over; for people at a terminal only. */
function tell(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${line}`);
}

function hashText(value: string): string {
  const hash = value.trim().toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(hash)) throw new InvalidArgumentError('64 hexadecimal digits, as verify prints them.');
  return hash;
}
