import type { MappingRule } from '../../../../domain/mapping/rule.ts';

/** A rule as it stands in the portfolio file. Texts that YAML would read as something else are quoted as in JSON. */
export function yamlOf(rule: MappingRule): string {
  const lines = ['mappings:'];
  let lead = '  - ';
  const say = (key: string, value: string) => {
    lines.push(`${lead}${key}: ${value}`);
    lead = '    ';
  };
  for (const key of ['id', 'topic', 'device', 'items'] as const) if (rule[key]) say(key, scalar(rule[key]));
  if (rule.devices) {
    lines.push('    devices:');
    for (const [theirs, ours] of Object.entries(rule.devices)) lines.push(`      ${scalar(theirs)}: ${scalar(ours)}`);
  }
  if (rule.onlyListed) say('onlyListed', 'true');
  if (rule.ts) say('ts', flow(rule.ts));
  lines.push('    values:');
  for (const value of rule.values) lines.push(`      - ${flow(value)}`);
  if (rule.sources) say('sources', `[${rule.sources.map(scalar).join(', ')}]`);
  return lines.join('\n');
}

function flow(entries: object): string {
  const parts = Object.entries(entries)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([key, value]) => `${key}: ${typeof value === 'string' ? scalar(value) : String(value)}`);
  return `{ ${parts.join(', ')} }`;
}

const plain = /^[A-Za-z][\w-]*(\/[\w-]+)*$/;
const words = /^(true|false|null|yes|no|on|off|y|n)$/i;
const scalar = (text: string) => (plain.test(text) && !words.test(text) ? text : JSON.stringify(text));
