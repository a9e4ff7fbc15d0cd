import type { EvaluationKind } from '../../storage/registry/evaluation-port.ts';
import type { Role, Viewer } from '../../storage/registry/port.ts';
import type { Side } from '../../domain/contract/steps.ts';
import type { MatterStepKind, MatterSubject } from '../../domain/matters/matter.ts';
import { keyOf, type Route } from './http/route.ts';

/**
 * Who may call what: the one table. `anyone`: without credentials. `viewer`: whoever has signed in or shows a token;
 * what is not theirs isn't found. A list: these roles, others are refused with 403. `staff-or-loopback`: an
 * administrator or officer, or whoever asks from this machine itself.
 */
export type Who = 'anyone' | 'viewer' | 'staff-or-loopback' | readonly Role[];

const administrators: Who = ['administrator'];
const staff: Who = ['administrator', 'officer'];
/** Those whose buildings they are. */
const keepers: Who = ['administrator', 'officer', 'county', 'institution'];
/** Those who find what is wrong, and look whether it was put right. */
const checkers = ['administrator', 'officer', 'county'] as const satisfies Who;
/** Those who may add a word or a photo; contractors to their contracts alone. */
const witnesses = ['administrator', 'officer', 'county', 'institution', 'canteen', 'leader'] as const satisfies Who;

/** Those who evaluate a canteen: others' on the spot, or their own. */
const evaluators = [...checkers, 'institution', 'canteen'] as const satisfies Who;

/** Those who look after canteens, and those who run them. */
const inspectors: Who = ['administrator', 'officer', 'county'];
const kitchens: Who = ['administrator', 'officer', 'county', 'institution', 'canteen'];

/** Both sides of a contract; on which one somebody stands follows from the role (`sideOf`). */
const parties: readonly Role[] = ['administrator', 'officer', 'county', 'institution', 'contractor'];

export const rights: Readonly<Record<string, Who>> = {
  'GET /healthz': 'anyone',
  'GET /readyz': 'anyone',
  'GET /metrics': 'staff-or-loopback',
  'GET /api/v1/health': staff,
  'GET /api/v1/openapi.json': 'anyone',

  'POST /api/v1/session': 'anyone',
  'GET /api/v1/session': 'viewer',
  'DELETE /api/v1/session': 'anyone',
  'PUT /api/v1/password': 'viewer',
  'PUT /api/v1/users/{username}/password': administrators,
  // Nobody hands out more than they have, or sees the tokens of others: the register holds that.
  'GET /api/v1/tokens': 'viewer',
  'POST /api/v1/tokens': 'viewer',
  'DELETE /api/v1/tokens/{name}': 'viewer',

  'GET /api/v1/system': 'viewer',
  'GET /api/v1/regions': 'viewer',
  'GET /api/v1/institutions': 'viewer',
  'GET /api/v1/buildings': 'viewer',
  'GET /api/v1/overview': 'viewer',
  'GET /api/v1/places': 'viewer',
  'GET /api/v1/places/{kind}/{id}': 'viewer',
  'GET /api/v1/places/{kind}/{id}/day': 'viewer',
  'GET /api/v1/places/{kind}/{id}/use': 'viewer',
  'GET /api/v1/places/{kind}/{id}/measures': 'viewer',
  'GET /api/v1/places/{kind}/{id}/tree': 'viewer',
  'GET /api/v1/places/{kind}/{id}/quality': 'viewer',
  // What a canteen weighs is seen by those who see it; means of the city by all of them.
  'GET /api/v1/canteens': 'viewer',
  'GET /api/v1/canteens/board': 'viewer',
  'GET /api/v1/canteens/league': 'viewer',
  'GET /api/v1/canteens/sorting': 'viewer',
  'GET /api/v1/canteens/table.csv': 'viewer',
  'GET /api/v1/canteens/table.xlsx': 'viewer',
  'GET /api/v1/canteens/{id}': 'viewer',
  'GET /api/v1/canteens/{id}/day': 'viewer',
  'GET /api/v1/canteens/{id}/days': 'viewer',
  'GET /api/v1/canteens/{id}/trend': 'viewer',
  'GET /api/v1/canteens/{id}/display': 'viewer',
  'GET /api/v1/canteens/{id}/events': 'viewer',
  // What a scale said is overruled by those who hold canteens to account, not by the canteen.
  'POST /api/v1/canteens/{id}/corrections': inspectors,
  'POST /api/v1/canteens/{id}/corrections/{correction}/undo': inspectors,
  'GET /api/v1/canteens/{id}/entries': 'viewer',
  'POST /api/v1/canteens/{id}/entries': kitchens,
  'POST /api/v1/canteens/{id}/entries/{entry}/undo': kitchens,
  'PUT /api/v1/canteens/{id}/notes/{date}/{meal}': kitchens,
  'GET /api/v1/canteens/{id}/fetches': 'viewer',
  'POST /api/v1/canteens/{id}/fetches': kitchens,
  'POST /api/v1/canteens/{id}/fetches/{fetch}/undo': kitchens,
  'GET /api/v1/meters': 'viewer',
  'GET /api/v1/meters/{id}': 'viewer',
  'GET /api/v1/meters/{id}/readings': 'viewer',
  'GET /api/v1/meters/{id}/series': 'viewer',
  'GET /api/v1/series': 'viewer',

  'GET /api/v1/ingest/ledger': 'viewer',
  // Quarantined bytes belong to nobody yet: the device may be unknown.
  'GET /api/v1/quarantine': staff,
  'POST /api/v1/quarantine/{id}/replay': staff,
  'POST /api/v1/meters/{id}/history': staff,

  // Seen with its meter; what is decided changes the energy that others are billed for.
  'GET /api/v1/quality/verdicts': 'viewer',
  'POST /api/v1/quality/verdicts/{id}/decision': staff,
  'POST /api/v1/quality/decisions': staff,
  'GET /api/v1/quality/decisions': 'viewer',
  'GET /api/v1/quality/decisions/{id}': 'viewer',
  'POST /api/v1/quality/decisions/{id}/undo': staff,
  'POST /api/v1/quality/batches/{batch}/undo': staff,
  'GET /api/v1/quality/completeness': 'viewer',
  'GET /api/v1/quality/revisions': 'viewer',
  'GET /api/v1/quality/reports': 'viewer',
  'POST /api/v1/quality/manual': staff,
  'GET /api/v1/quality/manual/template.csv': staff,
  'GET /api/v1/quality/manual/template.xlsx': staff,

  // Seen with its meter; what is no meter is seen by those who see everything.
  'GET /api/v1/devices': 'viewer',
  'GET /api/v1/devices/{id}': 'viewer',
  'POST /api/v1/devices': staff,
  'POST /api/v1/devices/{id}/secret': staff,
  'DELETE /api/v1/devices/{id}/secret': staff,
  'GET /api/v1/knocks': staff,
  'DELETE /api/v1/knocks': staff,
  'DELETE /api/v1/knocks/{name}': staff,

  // Its users and their roles are the administrator's alone: the register holds that.
  'POST /api/v1/portfolio': staff,
  // Nothing of the installation is in it, and an editor that checks a file asks without credentials.
  'GET /api/v1/portfolio.schema.json': 'anyone',

  // Messages that nobody collects belong to nobody yet, and a mapping decides what counts as a reading.
  'GET /api/v1/mappings': staff,
  'PUT /api/v1/mappings/{id}': staff,
  'DELETE /api/v1/mappings/{id}': staff,
  'POST /api/v1/mappings/try': staff,
  'GET /api/v1/mappings/recorded': staff,
  'GET /api/v1/mappings/units': staff,

  // Seen with their building or meter, whoever may answer them.
  'GET /api/v1/alarms': 'viewer',
  'GET /api/v1/alarms/{id}': 'viewer',
  'POST /api/v1/alarms/{id}/acknowledge': keepers,
  'POST /api/v1/alarms/{id}/assign': keepers,
  'POST /api/v1/alarms/{id}/close': keepers,
  'POST /api/v1/alarms/{id}/note': keepers,

  // Seen with what it is about; which step is whose is said below.
  'GET /api/v1/matters': 'viewer',
  'GET /api/v1/matters/{id}': 'viewer',
  'POST /api/v1/matters': checkers,
  'POST /api/v1/matters/{id}/steps': [...witnesses, 'contractor'],
  'POST /api/v1/attachments': [...witnesses, 'contractor'],
  'GET /api/v1/attachments/{id}': 'viewer',

  // Seen with their canteen; who may write which kind is said below.
  'GET /api/v1/evaluations': 'viewer',
  'GET /api/v1/evaluations/{id}': 'viewer',
  'POST /api/v1/evaluations': evaluators,
  'PUT /api/v1/evaluations/{id}/answers': evaluators,
  'POST /api/v1/evaluations/{id}/submit': evaluators,
  'GET /api/v1/evaluation-templates': 'viewer',
  'POST /api/v1/evaluation-templates': staff,
  // Who is drawn is not told to those who will be inspected.
  'GET /api/v1/spot-check-plans/{year}': [...checkers, 'leader'],
  'POST /api/v1/spot-check-plans/{year}': staff,
  // Announced to all institutions.
  'GET /api/v1/bulletins': witnesses,
  'GET /api/v1/bulletins/{id}': witnesses,
  'GET /api/v1/bulletin-draft': staff,
  'POST /api/v1/bulletins': staff,

  // Seen with its meter; a contract rests on what is written here.
  'GET /api/v1/mandv/analyses': 'viewer',
  'POST /api/v1/mandv/analyses': staff,
  'GET /api/v1/mandv/analyses/{id}': 'viewer',
  'DELETE /api/v1/mandv/analyses/{id}': staff,
  'GET /api/v1/mandv/analyses/{id}/today': 'viewer',
  'POST /api/v1/mandv/analyses/{id}/freeze': staff,
  'POST /api/v1/mandv/analyses/{id}/override': staff,
  'POST /api/v1/mandv/analyses/{id}/adjustments': staff,
  'DELETE /api/v1/mandv/analyses/{id}/adjustments/{adjustment}': staff,

  // Seen by those who see the contract; which step is whose is said by the side that they stand on.
  'GET /api/v1/contracts': 'viewer',
  // How many there are is not told to those who see their own.
  'GET /api/v1/contracts/evaluation': [...checkers, 'leader'],
  'POST /api/v1/contracts/evaluation': staff,
  'GET /api/v1/contracts/{id}': 'viewer',
  // A part of the portfolio, whose meters it names.
  'POST /api/v1/contracts': staff,
  'PUT /api/v1/contracts/{id}': staff,
  'GET /api/v1/contracts/{id}/savings': 'viewer',
  'GET /api/v1/contracts/{id}/savings.csv': 'viewer',
  'GET /api/v1/contracts/{id}/savings.xlsx': 'viewer',
  'GET /api/v1/contracts/{id}/compliance': 'viewer',
  'GET /api/v1/contracts/{id}/baseline': 'viewer',
  'POST /api/v1/contracts/{id}/baseline/freeze': keepers,
  'POST /api/v1/contracts/{id}/baseline/sign': parties,
  'GET /api/v1/contracts/{id}/entries': 'viewer',
  'POST /api/v1/contracts/{id}/entries': parties,
  'POST /api/v1/contracts/{id}/entries/{entry}/steps': parties,
  'GET /api/v1/contracts/{id}/settlements': 'viewer',
  'GET /api/v1/contracts/{id}/settlements/{period}': 'viewer',
  'GET /api/v1/contracts/{id}/settlements/{period}/inputs': 'viewer',
  'GET /api/v1/contracts/{id}/settlements/{period}/trace': 'viewer',
  'GET /api/v1/contracts/{id}/settlements/{period}/lines.csv': 'viewer',
  'GET /api/v1/contracts/{id}/settlements/{period}/lines.xlsx': 'viewer',
  'POST /api/v1/contracts/{id}/settlements/{period}/propose': parties,
  'POST /api/v1/contracts/{id}/settlements/{period}/steps': parties,
  // Computes and changes nothing: whoever sees a settlement may check it.
  'POST /api/v1/contracts/{id}/settlements/{period}/recompute': 'viewer',

  'POST /api/v1/rebuild': administrators,
  'DELETE /api/v1/demo': administrators,
  'GET /api/v1/derived/hash': staff,
  'GET /api/v1/audit': administrators,
  'POST /api/v1/verify': administrators,
  'GET /api/v1/verify': administrators,
};

/** Who may take which step of a matter that they see. */
const steps: Readonly<Record<MatterStepKind, readonly Role[]>> = {
  opened: checkers,
  answered: [...checkers, 'institution', 'canteen'],
  refused: checkers,
  closed: checkers,
  extended: checkers,
  referred: checkers,
  note: witnesses,
};
/** What is wrong with a contract is the contractor's to answer too; of nothing else they hear. */
export const mayTakeStep = ({ role }: Viewer, step: MatterStepKind, about?: MatterSubject['kind']): boolean =>
  role === 'contractor' ? about === 'contract' && (step === 'answered' || step === 'note') : steps[step].includes(role);

/** Files of contractors are about their contracts. */
export const mayAttach = ({ role }: Viewer, about: MatterSubject['kind']): boolean =>
  role !== 'contractor' || about === 'contract';

/** The side of a contract that somebody stands on; null: looks on. Never taken from what they send. */
export function sideOf({ role }: Viewer): Side | null {
  if (role === 'contractor') return 'contractor';
  return parties.includes(role) ? 'owner' : null;
}
/** Who writes contracts themselves: they are a part of the portfolio. */
export const mayEditContracts = ({ role }: Viewer): boolean => role === 'administrator' || role === 'officer';
export const mayOpenMatters = ({ role }: Viewer): boolean => checkers.some((own) => own === role);

/** Who may write an evaluation of a canteen that they see. */
export const mayEvaluate = ({ role }: Viewer, kind: EvaluationKind): boolean =>
  (kind === 'spot' ? checkers : evaluators).some((own) => own === role);
/** Two inspect together and one of them writes for both. */
export const mayNameEvaluator = ({ role }: Viewer): boolean => checkers.some((own) => own === role);

export function mayCall(who: Who, viewer: Viewer | null, fromLoopback: boolean): 'yes' | 'sign-in' | 'refused' {
  if (who === 'anyone') return 'yes';
  if (who === 'staff-or-loopback') {
    if (fromLoopback) return 'yes';
    return mayCall(staff, viewer, fromLoopback);
  }
  if (viewer === null) return 'sign-in';
  if (who === 'viewer') return 'yes';
  return who.includes(viewer.role) ? 'yes' : 'refused';
}

/** Every route has its declaration and every declaration its route; else the server does not start. */
export function rightsOf(routes: readonly Route[], table = rights): ReadonlyMap<Route, Who> {
  const found = new Map<Route, Who>();
  const unused = new Set(Object.keys(table));
  for (const route of routes) {
    const who = table[keyOf(route)];
    if (who === undefined) throw new Error(`${keyOf(route)} says nowhere who may call it (rights.ts)`);
    unused.delete(keyOf(route));
    found.set(route, who);
  }
  if (unused.size > 0) throw new Error(`rights.ts names routes that do not exist: ${[...unused].join(', ')}`);
  return found;
}
