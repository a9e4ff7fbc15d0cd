import { PeopleApi, type PeopleDoor } from './people-api.ts';

/** Somebody of the demo who speaks for a side of a contract. */
interface Person {
  readonly name: string;
  readonly role: 'institution' | 'contractor';
  readonly scope: string;
}

interface Item {
  readonly id: string;
  readonly type: string;
  readonly institution: string | null;
  readonly contractor: string | null;
  readonly demo: boolean;
}
interface Baseline {
  readonly state: 'none' | 'draft' | 'frozen' | 'signed';
  readonly sha256: string | null;
  readonly signatures: readonly { readonly side: string }[];
}
interface Entry {
  readonly id: number;
  readonly state: string;
}
interface Settlement {
  readonly status: string;
}

export interface ContractWork {
  readonly door: PeopleDoor;
  readonly now: () => number;
  readonly stopping: () => boolean;
  readonly pauseMs: number;
}

const offsetMs = 8 * 3_600_000;
const dateOf = (ts: number): string => new Date(ts + offsetMs).toISOString().slice(0, 10);

/**
 * What the two sides of the demo's contracts say to each other, through the API as anybody would: a baseline is frozen
 * and signed, a payment entered and verified, last month's custody fee proposed and agreed. Once each: what is there
 * already is left as it is, so that a kill in between is gone on with.
 */
export async function keepContracts(work: ContractWork): Promise<void> {
  const house = new PeopleApi(work.door, work.pauseMs);
  const known = await house.ask<{ items: readonly Item[] }>('GET', '/api/v1/contracts?limit=1000');
  const demo = new Map((known?.items ?? []).filter((one) => one.demo).map((one) => [one.id, one]));
  const sign = demo.get('DEMO-C-5');
  const pay = demo.get('DEMO-C-1');
  const custody = demo.get('DEMO-C-3');
  if (sign && !work.stopping()) await between(work, house, sign, '税务局 何主任', '明源节能 周工', signBaseline);
  if (pay && !work.stopping()) {
    await between(work, house, pay, '行政中心 陈科', '明源节能 林会计', (own, other) =>
      enterPayment(own, other, work.now()),
    );
  }
  if (custody && !work.stopping()) {
    await between(work, house, custody, '市民中心 沈主任', '明源节能 周工', (own, other) =>
      agreeLastMonth(own, other, work.now()),
    );
  }
}

type Deed = (owner: ContractApi, contractor: ContractApi) => Promise<void>;

/** Both sides with a key of their own, which is given back when they are done. */
async function between(
  { door, pauseMs }: ContractWork,
  house: PeopleApi,
  contract: Item,
  ownerName: string,
  contractorName: string,
  deed: Deed,
): Promise<void> {
  if (contract.institution === null || contract.contractor === null) return;
  const people: readonly Person[] = [
    { name: ownerName, role: 'institution', scope: contract.institution },
    { name: contractorName, role: 'contractor', scope: contract.contractor },
  ];
  const keys: string[] = [];
  try {
    const doors: ContractApi[] = [];
    for (const person of people) {
      const key = await house.ask<{ token: string; name: string }>('POST', '/api/v1/tokens', person);
      if (key === null) return;
      keys.push(key.name);
      const api = new PeopleApi({ ...door, bearer: key.token }, pauseMs);
      doors.push({
        get: <T>(path: string) => api.ask<T>('GET', `/api/v1/contracts/${contract.id}/${path}`),
        post: <T>(path: string, body: unknown) => api.ask<T>('POST', `/api/v1/contracts/${contract.id}/${path}`, body),
      });
    }
    await deed(doors[0]!, doors[1]!);
  } finally {
    for (const name of keys) await house.ask('DELETE', `/api/v1/tokens/${encodeURIComponent(name)}`);
  }
}

interface ContractApi {
  get<T>(path: string): Promise<T | null>;
  post<T>(path: string, body: unknown): Promise<T | null>;
}

async function signBaseline(owner: ContractApi, contractor: ContractApi): Promise<void> {
  let baseline = await owner.get<Baseline>('baseline');
  // Freezing waits until the past is derived; before that there may be no model to be seen.
  if (baseline?.state === 'draft' || baseline?.state === 'none')
    baseline = await owner.post<Baseline>('baseline/freeze', {});
  if (baseline?.state !== 'frozen' || baseline.sha256 === null) return;
  const { sha256, signatures } = baseline;
  const signed = new Set(signatures.map(({ side }) => side));
  if (!signed.has('owner')) await owner.post('baseline/sign', { sha256 });
  if (!signed.has('contractor')) await contractor.post('baseline/sign', { sha256 });
}

/** A part of the third milestone: what was paid is the contractor's to say, what it is worth the owner's. */
async function enterPayment(owner: ContractApi, contractor: ContractApi, now: number): Promise<void> {
  const entries = await contractor.get<{ items: readonly Entry[] }>('entries');
  let entry = entries?.items[0] ?? null;
  entry ??= await contractor.post<Entry>('entries', {
    body: { kind: 'payment', date: dateOf(now - 98 * 86_400_000), amount: '74800', milestone: 3 },
    reason: '楼宇自控首批设备款，发票 DEMO 0417 号，验收单 14 号',
  });
  if (entry?.state !== 'proposed') return;
  await owner.post(`entries/${entry.id}/steps`, {
    what: 'agreed',
    text: '设备清单与到货照片核对无误，按实付金额核定。',
  });
}

async function agreeLastMonth(owner: ContractApi, contractor: ContractApi, now: number): Promise<void> {
  const local = new Date(now + offsetMs);
  const last = new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() - 1, 1)).toISOString().slice(0, 7);
  let settlement = await owner.get<Settlement>(`settlements/${last}`);
  // Proposing waits until the past is derived; before that there may be nothing to settle.
  if (settlement === null || settlement.status === 'draft') {
    settlement = await owner.post<Settlement>(`settlements/${last}/propose`, { text: '请贵司核对本月托管费。' });
  }
  if (settlement?.status !== 'proposed') return;
  await contractor.post(`settlements/${last}/steps`, { what: 'agreed', text: '数据与计算无异议，同意结算。' });
}
