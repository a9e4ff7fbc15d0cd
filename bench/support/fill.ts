import { pino } from 'pino';
import { loadConfiguration } from '../../configuration/configuration.ts';
import { startInstallation, type Installation } from '../../wattsteward.ts';

const operator = { kind: 'operator', name: 'bench', role: 'administrator', scope: null } as const;

/** A data directory gets its portfolio and, by the bulk doors, its past: before the product starts on it. */
export async function fill(
  dataDir: string,
  portfolio: unknown,
  bring: (installation: Installation) => Promise<void>,
): Promise<void> {
  const loaded = loadConfiguration(
    { WATTSTEWARD_DATA_DIR: dataDir, WATTSTEWARD_ADMIN_PASSWORD: 'only-for-this-benchmark' },
    () => '',
  );
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  const installation = await startInstallation(loaded.value, {
    log: pino({ level: 'warn' }, pino.destination(2)),
    listenMqtt: false,
    demo: false,
    httpPort: 0,
  });
  const imported = await installation.registry.importPortfolio(portfolio, operator);
  if (!imported.ok) throw new Error(JSON.stringify(imported.faults.slice(0, 3)));
  await bring(installation);
  await installation.stop();
}
