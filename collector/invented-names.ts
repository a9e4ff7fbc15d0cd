/** Distinct unknown ids of one publisher that are counted under their own names: enough for a forgotten gateway's. */
export const namedStrangers = 100;
/** As ids of the portfolio: longer ones, and those with odd characters, can't become a device. */
const couldBeAnId = /^[^\s/+#\p{Cc}\p{Cf}\p{Cs}\p{Zs}]{1,64}$/u;

/**
 * Names under which the ledger counts what accounts send for devices that nobody knows. An account may publish to
 * `v1/{anything}/readings`: after the first hundred ids the rest is counted under one name, so that invented ids make
 * neither tables nor memory grow. No id holds a slash, so the name is nobody's.
 */
export class InventedNames {
  readonly #byPublisher = new Map<string, Set<string>>();

  ledgerName(publisher: string, deviceId: string): string {
    let names = this.#byPublisher.get(publisher);
    if (!names) this.#byPublisher.set(publisher, (names = new Set()));
    if (names.has(deviceId)) return deviceId;
    if (names.size >= namedStrangers || !couldBeAnId.test(deviceId)) return `${publisher}/*`;
    names.add(deviceId);
    return deviceId;
  }
}
