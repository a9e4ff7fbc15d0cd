import { describe, expect, it } from 'vitest';
import { matterSteps, subjectKinds, type MatterStepKind } from '../../domain/matters/matter.ts';
import { roles, type Viewer } from '../../storage/registry/port.ts';
import { json, route } from './http/route.ts';
import { mayAttach, mayCall, mayEditContracts, mayEvaluate, mayTakeStep } from './rights.ts';
import { rights, rightsOf, sideOf } from './rights.ts';
import { allRoutes } from './routes/all.ts';

const viewer = (role: Viewer['role']): Viewer => ({ kind: 'user', name: 'someone', role, scope: null });
const forgotten = route({
  method: 'get',
  path: '/api/v1/secrets',
  summary: '',
  tag: '',
  answers: { 200: { description: '' } },
  handle: () => json({}),
});

describe('the table of rights', () => {
  it('covers every route', () => {
    expect(rightsOf(allRoutes).size).toBe(allRoutes.length);
  });

  it('a route that nobody declared does not start', () => {
    expect(() => rightsOf([...allRoutes, forgotten])).toThrow('GET /api/v1/secrets says nowhere who may call it');
  });

  it('a right without its route is an error of the table', () => {
    expect(() => rightsOf([], { 'GET /gone': 'anyone' })).toThrow('GET /gone');
  });

  it('what changes the installation is open to administrators and officers only', () => {
    const own =
      /^GET|\/session$|v1\/password$|\/tokens|\/alarms\/|\/canteens\/|\/matters|\/attachments$|\/evaluations|contracts\/\{id\}\//;
    const changing = Object.entries(rights).filter(([key]) => !own.test(key));
    expect(changing.length).toBeGreaterThan(4);
    for (const [key, who] of changing) {
      const allowed = roles.filter((role) => mayCall(who, viewer(role), false) === 'yes');
      expect(['administrator', 'officer'], key).toEqual(expect.arrayContaining(allowed));
    }
  });

  it('contractors write what is of their own account, and of their contracts what is their side’s', () => {
    const own = /^GET|\/session$|v1\/password$|\/tokens/;
    const theirs = [
      ...['POST /api/v1/attachments', 'POST /api/v1/matters/{id}/steps'],
      ...['baseline/sign', 'entries', 'entries/{entry}/steps'].map((rest) => `POST /api/v1/contracts/{id}/${rest}`),
      ...['propose', 'recompute', 'steps'].map((rest) => `POST /api/v1/contracts/{id}/settlements/{period}/${rest}`),
    ];
    const changing = Object.entries(rights).filter(([key]) => !own.test(key));
    const allowed = changing.filter(([, who]) => mayCall(who, viewer('contractor'), false) === 'yes');
    expect(allowed.map(([key]) => key).sort()).toEqual(theirs.sort());
  });

  it('of matters and files contractors know what is about a contract, and answer it', () => {
    const contractor = viewer('contractor');
    const taken = (about: 'contract' | 'building') =>
      matterSteps.filter((step) => mayTakeStep(contractor, step, about));
    expect(taken('contract')).toEqual(['answered', 'note']);
    expect(taken('building')).toEqual([]);
    expect(subjectKinds.filter((kind) => mayAttach(contractor, kind))).toEqual(['contract']);
  });

  it('the side of a contract follows from the role alone', () => {
    const owners = roles.filter((role) => sideOf(viewer(role)) === 'owner');
    expect(owners).toEqual(['administrator', 'officer', 'county', 'institution']);
    expect(roles.filter((role) => sideOf(viewer(role)) === 'contractor')).toEqual(['contractor']);
    expect(roles.filter((role) => sideOf(viewer(role)) === null)).toEqual(['canteen', 'leader']);
  });

  it('the text of a contract is the portfolio’s: written by administrators and officers', () => {
    for (const key of ['POST /api/v1/contracts', 'PUT /api/v1/contracts/{id}']) {
      const allowed = roles.filter((role) => mayCall(rights[key]!, viewer(role), false) === 'yes');
      expect(allowed, key).toEqual(roles.filter((role) => mayEditContracts(viewer(role))));
    }
  });

  it('what must be put right is found and closed by those who check, and answered by those whom it is about', () => {
    const takers = (step: MatterStepKind) => roles.filter((role) => mayTakeStep(viewer(role), step)).join(' ');
    for (const step of ['opened', 'refused', 'closed', 'extended', 'referred'] as const) {
      expect(takers(step), step).toBe('administrator officer county');
    }
    expect(takers('answered')).toBe('administrator officer county institution canteen');
    expect(takers('note')).toBe('administrator officer county institution canteen leader');
  });

  it('nobody inspects their own canteen', () => {
    const evaluators = (kind: 'self' | 'spot') => roles.filter((role) => mayEvaluate(viewer(role), kind)).join(' ');
    expect(evaluators('spot')).toBe('administrator officer county');
    expect(evaluators('self')).toBe('administrator officer county institution canteen');
  });

  it('alarms are answered by those whose buildings they are', () => {
    const changing = Object.entries(rights).filter(([key]) => key.startsWith('POST /api/v1/alarms'));
    expect(changing.length).toBe(4);
    for (const [key, who] of changing) {
      const allowed = roles.filter((role) => mayCall(who, viewer(role), false) === 'yes');
      expect(allowed, key).toEqual(['administrator', 'officer', 'county', 'institution']);
    }
  });

  it('metrics are open to this machine, to staff, and to nobody else', () => {
    expect(mayCall('staff-or-loopback', null, true)).toBe('yes');
    expect(mayCall('staff-or-loopback', null, false)).toBe('sign-in');
    expect(mayCall('staff-or-loopback', viewer('officer'), false)).toBe('yes');
    expect(mayCall('staff-or-loopback', viewer('institution'), false)).toBe('refused');
  });
});
