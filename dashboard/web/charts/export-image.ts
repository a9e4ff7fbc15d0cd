import { wrapText } from './wrap-text.ts';

/** A chart on screen → a picture that stands alone: colours resolved, with title, period, source and data state. */
export interface PictureWords {
  readonly title: string;
  readonly period: string;
  readonly source: string;
  readonly state: string;
}

const copied = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'opacity',
  'font-size',
  'font-weight',
  'paint-order',
] as const;
const svgNamespace = 'http://www.w3.org/2000/svg';
const fonts = "system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif";

/** Pixels from line to line. */
const titleLine = 20;
const noteLine = 16;

function resolve(from: Element, to: Element): void {
  const style = getComputedStyle(from);
  for (const name of copied) {
    const value = style.getPropertyValue(name);
    // `url("#hatch")` is a reference inside the picture.
    if (value) to.setAttribute(name, value.replace(/url\("?[^"#]*#([^")]+)"?\)/, 'url(#$1)'));
  }
  // The last point is moved by a style, so that it glides; a picture has no styles.
  const moved = style.getPropertyValue('transform');
  if (moved && moved !== 'none' && from instanceof SVGGElement) to.setAttribute('transform', moved);
  to.removeAttribute('class');
  to.removeAttribute('style');
  for (let i = 0; i < from.children.length; i++) resolve(from.children[i]!, to.children[i]!);
}

export function svgOf(chart: SVGSVGElement, words: PictureWords): SVGSVGElement {
  const { width, height } = chart.getBoundingClientRect();
  const margin = 16;
  // A narrow picture says as much as a wide one, in more lines.
  const title = wrapText(words.title, width, 14);
  const period = wrapText(words.period, width, 12);
  const below = wrapText(`${words.source} · ${words.state}`, width, 11);
  const head = 20 + title.length * titleLine + period.length * noteLine;
  const foot = 12 + below.length * noteLine;
  const inner = chart.cloneNode(true) as SVGSVGElement;
  resolve(chart, inner);
  for (const hidden of inner.querySelectorAll('[data-screen-only]')) hidden.remove();
  const page = getComputedStyle(document.documentElement);
  const ink = page.getPropertyValue('--ink');
  const dim = page.getPropertyValue('--ink-3');

  const svg = document.createElementNS(svgNamespace, 'svg');
  const full = { width: width + 2 * margin, height: height + head + foot };
  svg.setAttribute('xmlns', svgNamespace);
  svg.setAttribute('width', String(full.width));
  svg.setAttribute('height', String(full.height));
  svg.setAttribute('viewBox', `0 0 ${full.width} ${full.height}`);
  svg.setAttribute('font-family', fonts);
  const add = (name: string, attributes: Record<string, string | number>, text = '') => {
    const element = document.createElementNS(svgNamespace, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
    element.textContent = text;
    svg.append(element);
  };
  add('title', {}, `${words.title}, ${words.period}`);
  add('rect', { width: full.width, height: full.height, fill: page.getPropertyValue('--surface') });
  title.forEach((line, i) =>
    add('text', { x: margin, y: 24 + i * titleLine, fill: ink, 'font-size': 14, 'font-weight': 600 }, line),
  );
  period.forEach((line, i) =>
    add('text', { x: margin, y: 24 + title.length * titleLine + i * noteLine, fill: dim, 'font-size': 12 }, line),
  );
  below.forEach((line, i) =>
    add('text', { x: margin, y: height + head + 18 + i * noteLine, fill: dim, 'font-size': 11 }, line),
  );
  const patterns = document.querySelector('svg.patterns');
  if (patterns) {
    const copy = patterns.cloneNode(true) as SVGElement;
    resolve(patterns, copy);
    svg.append(...copy.children);
  }
  inner.setAttribute('x', String(margin));
  inner.setAttribute('y', String(head));
  inner.setAttribute('width', String(width));
  inner.setAttribute('height', String(height));
  svg.append(inner);
  return svg;
}

const textOf = (svg: SVGSVGElement) => new XMLSerializer().serializeToString(svg);

export function svgBlob(svg: SVGSVGElement): Blob {
  return new Blob([`<?xml version="1.0" encoding="UTF-8"?>\n${textOf(svg)}`], { type: 'image/svg+xml' });
}

/** Twice the size on screen, so that it stays sharp in a document. */
export async function pngBlob(svg: SVGSVGElement, scale = 2): Promise<Blob> {
  const image = new Image();
  // A data address: the content security policy lets pictures come from there, and the canvas stays readable.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(textOf(svg))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(Number(svg.getAttribute('width')) * scale);
  canvas.height = Math.round(Number(svg.getAttribute('height')) * scale);
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png'),
  );
}

export function download(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
