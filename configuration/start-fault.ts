import type { Configuration } from './configuration.ts';
import type { ConfigurationFault } from './given.ts';
import { settings, type SettingName } from './settings.ts';

/**
 * What only shows when the process starts: a port that another program holds, an address that this machine does not
 * have. Named by its setting, as any other wrong value is.
 * @returns null when the error is not about a setting.
 */
export function startFault(
  error: unknown,
  ports: Pick<Configuration, 'httpPort' | 'mqttPort'> & Partial<Pick<Configuration, 'mqttsPort' | 'wsPort'>>,
): ConfigurationFault | null {
  const { code, syscall, port, address, hostname } = error as NodeJS.ErrnoException & {
    readonly port?: number;
    readonly address?: string;
    readonly hostname?: string;
  };
  const fault = (name: SettingName, message: string) => ({ key: settings[name].env, message });
  if (syscall === 'getaddrinfo') return fault('bind', `${hostname ?? 'its name'} is no address of this machine`);
  if (syscall !== 'listen') return null;
  if (code === 'EADDRNOTAVAIL') return fault('bind', `${address ?? 'it'} is no address of this machine`);
  const name = (['mqttPort', 'httpPort', 'mqttsPort', 'wsPort'] as const).find((one) => ports[one] === port);
  if (name === undefined || port === undefined) return null;
  if (code === 'EADDRINUSE') return fault(name, `port ${port} is in use by another program`);
  if (code === 'EACCES') return fault(name, `port ${port} may not be used by this user`);
  return null;
}
