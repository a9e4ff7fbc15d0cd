import { parseDocument } from 'yaml';
import { nearest } from './nearest.ts';
import { configVariable, settingNames, settings, type SettingName } from './settings.ts';

/** One thing that is wrong, under the name that the user wrote: a variable, or `file:key`. */
export interface ConfigurationFault {
  readonly key: string;
  readonly message: string;
}

/** A value as the user gave it, not yet checked, with the name to blame. */
export interface Given {
  readonly name: SettingName;
  readonly key: string;
  readonly value: unknown;
}

export interface Collected {
  readonly given: readonly Given[];
  readonly faults: readonly ConfigurationFault[];
}

const byVariable = new Map<string, SettingName>(settingNames.map((name) => [settings[name].env, name]));
const variables = [...byVariable.keys(), configVariable];

function unknown(what: string, known: readonly string[], written: string): string {
  const meant = nearest(written, known);
  return `is no known ${what}${meant ? `; did you mean ${meant}?` : ''}`;
}

/** What Kubernetes and linked containers put into every environment for a service that bears the product's name. */
function isServiceLink(key: string, value: string): boolean {
  return (
    /_SERVICE_(HOST|PORT(_\w+)?)$/.test(key) ||
    /_PORT_\d+_(TCP|UDP)(_(PROTO|PORT|ADDR))?$/.test(key) ||
    (key.endsWith('_PORT') && /^(tcp|udp):\/\//.test(value))
  );
}

/** A variable that is set but empty counts as not set, as in a compose file whose variable has no value. */
export function fromEnvironment(env: Readonly<Record<string, string | undefined>>): Collected {
  const given: Given[] = [];
  const faults: ConfigurationFault[] = [];
  for (const [key, value] of Object.entries(env)) {
    if (value === undefined || value === '') continue;
    const name = byVariable.get(key);
    if (name) given.push({ name, key, value });
    else if (key.startsWith('WATTSTEWARD_') && key !== configVariable && !isServiceLink(key, value)) {
      faults.push({ key, message: unknown('variable', variables, key) });
    }
  }
  return { given, faults };
}

/**
 * The YAML file: keys are the variables' names without `WATTSTEWARD_`, in camelCase; maps may group them, their keys
 * are joined. So `httpPort: 8080`, `http: { port: 8080 }` and `WATTSTEWARD_HTTP_PORT: 8080` say the same.
 */
export function fromYaml(file: string, source: string): Collected {
  const document = parseDocument(source, { prettyErrors: true, uniqueKeys: true });
  if (document.errors.length > 0) {
    const faults = document.errors.map((error) => {
      const at = error.linePos?.[0];
      // Only the first line: the rest of the parser's message quotes the file, secrets included.
      const message = error.message.split('\n')[0]!.replace(/ at line \d+, column \d+:?$/, '');
      return { key: at ? `${file}:${at.line}:${at.col}` : file, message };
    });
    return { given: [], faults };
  }
  let content: unknown;
  try {
    content = document.toJS({ maxAliasCount: 100 });
  } catch {
    return { given: [], faults: [{ key: file, message: 'has an alias that leads nowhere or repeats too much' }] };
  }
  if (content === null || content === undefined) return { given: [], faults: [] };
  const found = new Map<SettingName, Given>();
  const faults: ConfigurationFault[] = [];
  if (isMap(content)) walk(content, [], file, found, faults);
  else faults.push({ key: file, message: 'must be a map of settings, such as `httpPort: 8080`' });
  return { given: [...found.values()], faults };
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function walk(
  map: Record<string, unknown>,
  path: readonly string[],
  file: string,
  found: Map<SettingName, Given>,
  faults: ConfigurationFault[],
): void {
  for (const [written, value] of Object.entries(map)) {
    const here = [...path, written];
    const key = `${file}:${here.join('.')}`;
    const joined = here.map((part, i) => (i === 0 ? part : part.charAt(0).toUpperCase() + part.slice(1))).join('');
    const name = byVariable.get(written) ?? (Object.hasOwn(settings, joined) ? (joined as SettingName) : undefined);
    if (name) {
      const earlier = found.get(name);
      if (earlier) faults.push({ key, message: `says again what ${earlier.key} says` });
      // A key without a value counts as not set, as an empty variable does.
      else if (value !== null) found.set(name, { name, key, value });
    } else if (isMap(value) && settingNames.some((setting) => setting.startsWith(joined))) {
      walk(value, here, file, found, faults);
    } else {
      faults.push({ key, message: unknown('setting', settingNames, joined) });
    }
  }
}
