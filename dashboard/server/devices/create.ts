import type { Viewer } from '../../../storage/registry/port.ts';
import { generateSecret } from '../../../storage/registry/secrets.ts';
import type { House } from '../house.ts';
import { problem, type Problem } from '../http/problem.ts';

export interface DeviceToMake {
  readonly kind: 'meter' | 'gateway' | 'account';
  /** Of a meter it may be absent. */
  readonly id: string | undefined;
  /** The other fields, as in the portfolio. */
  readonly row: Readonly<Record<string, unknown>>;
  readonly viewer: Viewer;
  readonly address: string;
}

const lists = { meter: 'meters', gateway: 'gateways', account: 'accounts' } as const;

/** Letter of a carrier in an id that nobody chose. */
const letters: Readonly<Record<string, string>> = {
  electricity: 'E',
  water: 'W',
  gas: 'G',
  heat: 'H',
  cooling: 'C',
  pv: 'P',
  fuel: 'F',
  weather: 'T',
  indoor: 'I',
};

/** Makes a device by the way of a portfolio of one row, with a generated secret; nothing that is there is changed. */
export async function createDevice(
  { kind, id, row, viewer, address }: DeviceToMake,
  { registry }: Pick<House, 'registry'>,
): Promise<{ readonly id: string; readonly secret: string } | Problem> {
  if ('secret' in row) {
    return fault('secret', 'generated', 'a secret is generated; one of your own is set by the portfolio');
  }
  if (id === undefined && kind !== 'meter') return fault('id', 'missing', 'is required');
  const named = id ?? freeId(row, registry.directory);
  const secret = generateSecret();
  const document = { [lists[kind]]: [{ ...row, id: named, secret }] };
  const result = await registry.importPortfolio(document, viewer, { onlyNew: true });
  if (!result.ok) {
    const taken = result.faults.find(({ code }) => code === 'id-taken');
    if (taken !== undefined) return problem(409, 'id-taken', taken.message);
    const errors = result.faults.map(({ path, ...rest }) => ({ ...rest, path: path.replace(/^\w+\[0\]\.?/, '') }));
    return problem(422, 'invalid-content', undefined, { errors });
  }
  await registry.audit({
    actor: viewer.name,
    action: 'device.create',
    subject: named,
    result: 'done',
    address,
    detail: kind,
  });
  return { id: named, secret };
}

/** The first free one after building and carrier: `B1-E1`. */
function freeId(row: DeviceToMake['row'], directory: House['registry']['directory']): string {
  const { building, carrier } = row;
  const place = typeof building === 'string' ? building.slice(0, 50) : 'M';
  const letter = letters[String(carrier)] ?? 'M';
  for (let number = 1; ; number++) {
    const candidate = `${place}-${letter}${number}`;
    if (directory.device(candidate) === null) return candidate;
  }
}

function fault(path: string, code: string, message: string): Problem {
  return problem(422, 'invalid-content', undefined, { errors: [{ path, code, message }] });
}
