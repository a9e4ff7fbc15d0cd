import { parsePath, valueAt, type Path, type PathProblem } from './path.ts';

/** How a device's foreign id is put together: texts, names of the topic, values of the message. */
export type DeviceTemplate = readonly Part[];
type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'path'; readonly path: Path };

/** `$.meter.id`, `@.id`, or a text with names and paths in braces: `{site}-{@.id}`. */
export function parseDeviceTemplate(
  text: string,
  names: readonly string[],
  hasItems: boolean,
): DeviceTemplate | PathProblem {
  const allow = { every: false, item: hasItems };
  if (text.startsWith('$') || text.startsWith('@')) {
    const path = parsePath(text, allow);
    return 'message' in path ? path : [{ kind: 'path', path }];
  }
  const parts: Part[] = [];
  for (let at = 0; at < text.length;) {
    const open = text.indexOf('{', at);
    const plain = text.slice(at, open < 0 ? undefined : open);
    if (plain.includes('}')) return { at: at + plain.indexOf('}'), message: 'has a } without its {' };
    if (plain !== '') parts.push({ kind: 'text', text: plain });
    if (open < 0) break;
    const close = text.indexOf('}', open);
    if (close < 0) return { at: open, message: 'has a { without its }' };
    const inner = text.slice(open + 1, close);
    if (inner.startsWith('$') || inner.startsWith('@')) {
      const path = parsePath(inner, allow);
      if ('message' in path) return { at: open + 1 + path.at, message: path.message };
      parts.push({ kind: 'path', path });
    } else if (names.includes(inner)) parts.push({ kind: 'name', name: inner });
    else {
      const known = names.length === 0 ? 'the topic names no level' : `the topic names ${names.join(', ')}`;
      return { at: open, message: `has {${inner}}, but ${known}` };
    }
    at = close + 1;
  }
  return parts;
}

export interface DeviceMissing {
  readonly missing: Path;
  readonly found: unknown;
}

/** The foreign id; numbers are taken as they are written. */
export function fillDevice(
  template: DeviceTemplate,
  names: ReadonlyMap<string, string>,
  message: unknown,
  element: unknown,
): string | DeviceMissing {
  let id = '';
  for (const part of template) {
    if (part.kind === 'text') id += part.text;
    else if (part.kind === 'name') id += names.get(part.name) ?? '';
    else {
      const value = valueAt(part.path, message, element);
      if (typeof value === 'string' && value !== '') id += value;
      else if (typeof value === 'number' && Number.isFinite(value)) id += String(value);
      else return { missing: part.path, found: value };
    }
  }
  return id;
}
