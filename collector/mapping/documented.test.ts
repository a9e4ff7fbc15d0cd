import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { MappingRule } from '../../domain/mapping/rule.ts';
import { parseMapping } from '../../domain/mapping/parse.ts';
import { MappedMessage, readMessage } from './mapped-message.ts';
import { MappingSet } from './mapping-set.ts';

const text = readFileSync(new URL('../../docs/mapping.md', import.meta.url), 'utf8');
const examples = text
  .slice(text.indexOf('## Three examples'))
  .split('\n### ')
  .slice(1)
  .map((section) => {
    const [rule, message, readings] = [...section.matchAll(/```(?:yaml|json)\n([^]*?)```/g)].map(([, block]) => block!);
    const topic = /Message on `(.*)`/.exec(section)![1]!;
    return { title: section.split('\n', 1)[0]!, rule: parse(rule!) as MappingRule, topic, message, readings };
  });

describe('the examples of docs/mapping.md', () => {
  it('are three', () => expect(examples).toHaveLength(3));

  it.each(examples)('$title', ({ rule, topic, message, readings }) => {
    const set = new MappingSet();
    set.replace([{ rule, demo: false }]);
    const read = readMessage(set.find('lab', topic)!, JSON.parse(message!), Buffer.from(message!));
    expect(read).toBeInstanceOf(MappedMessage);
    const items = (read as MappedMessage).read.map((item) => {
      if (item.kind !== 'reading') return item;
      return { device: item.device, ts: new Date(item.ts!).toISOString(), values: item.values };
    });
    expect(items).toEqual(JSON.parse(readings!));
  });

  it('and the rule that names every field', () => {
    const block = /```yaml\n(mappings:[^]*?)```/.exec(text)![1]!;
    const [rule] = (parse(block) as { mappings: [MappingRule] }).mappings;
    expect(parseMapping(rule)).toHaveProperty('mapping');
  });
});
