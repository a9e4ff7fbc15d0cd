import type { Page } from 'playwright-core';

/**
 * Finds what is written in the wrong language. What comes from data (names, ids) is told by its caller; code, bytes and
 * problem codes are nobody's language and aren't looked at.
 */
export interface Known {
  /** Names of places, people, devices: taken out before the rest is looked at. */
  readonly names: readonly string[];
}

const han = /[\u2e80-\u2fdf\u3007\u3400-\u9fff\uf900-\ufaff\uff01-\uff5e\u3001-\u3011]+/g;
const latin = /[A-Za-z][A-Za-z'’-]*/g;

/** The product's other name and the switch to the other language are meant to be foreign. */
const always = [
  ...['能管家', 'Wattsteward', '中文', 'English'],
  // Names of programs and of papers are not translated.
  ...['wattsteward-mandv', 'ASHRAE Guideline 14', 'mosquitto-clients', 'Node-RED', 'Python', 'ISO 8601'],
];

/** What a Chinese officer writes in Latin letters too. */
const allowed = new Set(
  [
    ...[
      'kWh',
      'MWh',
      'GWh',
      'kW',
      'MW',
      'W',
      'Wh',
      'V',
      'A',
      'Hz',
      'GJ',
      'L',
      'm',
      'h',
      'min',
      's',
      'd',
      'd-1',
      'ms',
      'g',
      'kg',
      'ppm',
      'C',
      'K',
    ],
    ...['tCO', 'kgCO', 'e', 'CO', 'MiB', 'KiB', 'GiB', 'MB', 'KB', 'B', 'kB', 'GB', 'k', 'M'],
    ...[
      'MQTT',
      'MQTTS',
      'CSV',
      'XLSX',
      'PNG',
      'SVG',
      'JSON',
      'YAML',
      'HTTP',
      'HTTPS',
      'TLS',
      'TCP',
      'WebSocket',
      'ws',
      'wss',
      'QoS',
      'UTC',
    ],
    ...[
      'SQLite',
      'InfluxDB',
      'CONNECT',
      'PUBACK',
      'CONNACK',
      'API',
      'CalTRACK',
      'IPMVP',
      'ASHRAE',
      'GB',
      'T',
      'Node',
      'JSONPath',
    ],
    ...[
      'CV',
      'RMSE',
      'CVRMSE',
      'NMBE',
      'R',
      'n',
      'p',
      't',
      'x',
      'y',
      'z',
      'RAM',
      'CPU',
      'ID',
      'id',
      'IP',
      'URL',
      'A4',
      'PV',
      'DEMO',
      'Esc',
      'ISO',
      'mappings',
      'SHA',
      // Of the formulas of settlements.
      'max',
      'Q',
      'F',
    ],
  ].map((word) => word.toLowerCase()),
);

/** @returns each foreign piece with the text that holds it */
export function foreignIn(language: 'zh' | 'en', texts: readonly string[], { names }: Known): string[] {
  const known = [...always, ...names].filter((name) => name !== '').sort((a, b) => b.length - a.length);
  const found = new Set<string>();
  for (const text of texts) {
    let rest = language === 'zh' ? withoutData(text) : text;
    for (const name of known) rest = rest.split(name).join(' ');
    const pieces =
      language === 'en'
        ? (rest.match(han) ?? [])
        : (rest.match(latin)?.filter((word) => !allowed.has(word.toLowerCase())) ?? []);
    for (const piece of pieces) found.add(`${piece} ← ${text.trim().slice(0, 100)}`);
  }
  return [...found];
}

/** Instants, versions, hashes, points and topics look the same in every language. */
function withoutData(text: string): string {
  return text
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)/g, ' ')
    .replace(/[\w$+#{}-]+(?:\/[\w$+#{}.-]+)+/g, ' ')
    .replace(/\{\w+\}|\$(?:\.\w+)+/g, ' ')
    .replace(/\bWATTSTEWARD_[A-Z_]+(?:=\w+)?/g, ' ')
    .replace(/\b[a-z0-9]+(?:_[a-z0-9]+)+\b/g, ' ')
    .replace(/\b[0-9a-f]{8}(?:[0-9a-f]{56})?\b/g, ' ')
    .replace(/\b[A-Z]+-\d+\b/g, ' ');
}

/** Every text that a person sees or hears on the page as it stands: text, axes, labels, hints, choices and the title. */
export function textsOf(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const silent = 'script, style, noscript, pre, code, kbd, samp, .raw, .mono, .code, [data-bytes], textarea';
    const shown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: false });
    // What is marked as another language is shown as it was said: a server's own words.
    const spokenAsIs = (element) => element.closest('[lang]') !== document.documentElement;
    const texts = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (!element || element.closest(silent) || spokenAsIs(element) || node.nodeValue.trim() === '') continue;
      if (element.closest('option, optgroup') || shown(element)) texts.push(node.nodeValue);
    }
    for (const element of document.body.querySelectorAll('[aria-label], [title], [placeholder], [alt], optgroup[label]')) {
      if (element.closest(silent) || spokenAsIs(element)) continue;
      for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'label']) {
        const value = element.getAttribute(name);
        if (value && value.trim() !== '') texts.push(value);
      }
    }
    return texts;
  })()`);
}
