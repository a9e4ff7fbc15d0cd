import type { Product } from '../product.ts';

/** The product's own figures, by the name that Prometheus reads, labels included. */
export class Metrics {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  static async of(product: Product): Promise<Metrics> {
    return new Metrics(await (await fetch(`${product.url}/metrics`)).text());
  }

  /** 0 when a counter with this label has not begun. */
  value(name: string): number {
    const line = this.#text.split('\n').find((one) => one.startsWith(`${name} `));
    return line === undefined ? 0 : Number(line.slice(name.length + 1));
  }

  /** `wattsteward_mqtt_…_total`, of one reason or other label. */
  counted(name: string, label: string, value: string): number {
    return this.value(`wattsteward_mqtt_${name}_total{${label}="${value}"}`);
  }
}
