import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { MappingRule } from '../../../../domain/mapping/rule.ts';
import { check, draftOf, emptyRule, errorAt, faultText, ruleOf } from './draft.ts';
import { yamlOf } from './yaml.ts';

const acme: MappingRule = {
  id: 'acme-sites',
  topic: 'acme/{site}/{box}/up',
  device: '{site}-{@.id}',
  devices: { a81758fffe05: 'W-0188', '0x17: b': 'E-0412' },
  onlyListed: true,
  items: '$.data',
  ts: { path: '$.time', format: 'iso', zone: 'Asia/Shanghai' },
  values: [
    { path: '@.kwh', point: 'energy_kwh', text: true },
    { path: '@.p', point: 'power_kw', unit: 'W' },
    { path: '@.t', point: 'temperature_c', factor: 0.1, offset: -40 },
  ],
  sources: ['mosquitto-old', 'mqtt'],
};

describe('a rule in the editor', () => {
  it('comes out as it went in', () => expect(ruleOf(draftOf(acme))).toEqual(acme));
  it('that says little says no more when it comes out', () => {
    const short: MappingRule = {
      id: 'plugs',
      topic: 'tele/{device}/SENSOR',
      values: [{ path: '$.E', point: 'energy_kwh' }],
    };
    expect(ruleOf(draftOf(short))).toEqual(short);
  });
  it('keeps no conversion that was chosen away', () => {
    const draft = draftOf(acme);
    draft.values[2]!.way = 'none';
    expect(ruleOf(draft).values[2]).toEqual({ path: '@.t', point: 'temperature_c' });
    draft.tsFormat = 'epoch-ms';
    expect(ruleOf(draft).ts).toEqual({ path: '$.time', format: 'epoch-ms' });
  });
  it('takes figures as people type them', () => {
    const draft = draftOf(acme);
    draft.values[2]!.factor = '１,０００';
    draft.values[2]!.offset = '−40';
    expect(ruleOf(draft).values[2]).toMatchObject({ factor: 1000, offset: -40 });
  });
});

describe('what is missing', () => {
  it('is said at its field', () => {
    const draft = emptyRule();
    draft.devices = 'a81758fffe05 W-0188';
    draft.values[0]!.way = 'factor';
    draft.values[0]!.factor = 'ten';
    expect(check(draft)).toEqual({
      id: 'id-missing',
      topic: 'topic-missing',
      devices: 'devices-line',
      'values[0].path': 'path-missing',
      'values[0].factor': 'number-wanted',
    });
    expect(check({ ...emptyRule('a/b'), id: 'x', values: [] })).toEqual({ values: 'values-missing' });
  });
  it('and what the server finds below a field is shown there, not at another one', () => {
    const errors = { 'values[1].path': 'a', 'ts.zone': 'b', 'devices.a81': 'c' };
    expect(['values[1].path', 'ts', 'devices', 'values[0].path', 'device'].map((f) => errorAt(errors, f))).toEqual([
      'a',
      'b',
      'c',
      undefined,
      undefined,
    ]);
  });
});

it('what the server finds has a word in Chinese, and the place beside it', () => {
  const fault = { code: 'path', message: 'must begin with $ or @' };
  expect(faultText(fault, 'zh', { path: '路径有误' })).toBe('路径有误（must begin with $ or @）');
  expect(faultText(fault, 'en', { path: 'x' })).toBe(fault.message);
  expect(faultText({ code: 'of-tomorrow', message: 'm' }, 'zh', {})).toBe('m');
});

describe('the same rule in the portfolio file', () => {
  it('is read back by YAML as what it is', () => expect(parse(yamlOf(acme))).toEqual({ mappings: [acme] }));
  it('survives ids that YAML would take for numbers, dates, truth or comments', () => {
    const odd: MappingRule = {
      id: 'no',
      topic: '#',
      devices: { '0412': '2026-11-23', '1e3': 'true' },
      values: [{ path: "$['a b'].c", point: 'energy_kwh' }],
    };
    expect(parse(yamlOf(odd))).toEqual({ mappings: [odd] });
  });
});
