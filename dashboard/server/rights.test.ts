import { describe, expect, it } from 'vitest';
import type { MatterStepKind } from '../../domain/matters/matter.ts';
import { roles, type Viewer } from '../../storage/registry/port.ts';
import { json, route } from './http/route.ts';
import { mayCall, mayEvaluate, mayTakeStep, rights, rightsOf } from './rights.ts';
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
    const own = /^GET|\/session$|v1\/password$|\/tokens|\/alarms\/|\/canteens\/|\/matters|\/attachments$|\/evaluations/;
    const changing = Object.entries(rights).filter(([key]) => !own.test(key));
    expect(changing.length).toBeGreaterThan(4);
    for (const [key, who] of changing) {
      const allowed = roles.filter((role) => mayCall(who, viewer(role), false) === 'yes');
      expect(['administrator', 'officer'], key).toEqual(expect.arrayContaining(allowed));
    }
  });

  it('contractors write nothing but what is of their own account', () => {
    const own = /^GET|\/session$|v1\/password$|\/tokens/;
    const changing = Object.entries(rights).filter(([key]) => !own.test(key));
    for (const [key, who] of changing) expect(mayCall(who, viewer('contractor'), false), key).toBe('refused');
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
