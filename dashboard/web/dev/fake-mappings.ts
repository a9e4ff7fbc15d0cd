import express, { type Router } from 'express';
import type {
  WireMapping,
  WireMappingStep,
  WireMappingTry,
  WireRecordedMessage,
} from '../../../domain/wire-mappings.ts';

const iso = (at: number) => new Date(at + 8 * 3_600_000).toISOString().replace('Z', '+08:00');
const acme = {
  site: 'binjiang',
  time: '2026-11-23 14:35:00',
  data: [
    { id: '0412', kwh: '12045.6', p: 8120 },
    { id: '0188', kwh: 'n/a', p: 400 },
  ],
};

/** The mapping routes of the stand-in server. `try` follows one rule by heart; it does not map. */
export function fakeMappings(empty: boolean): Router {
  const rules = new Map<string, WireMapping>();
  const add = (rule: Partial<WireMapping> & Pick<WireMapping, 'id' | 'topic' | 'values'>) =>
    rules.set(rule.id, { messages: 0, faults: 0, demo: false, ...rule });
  if (!empty) {
    add({
      id: 'acme-sites',
      topic: 'acme/{site}/{box}/up',
      device: 'E-{@.id}',
      items: '$.data',
      ts: { path: '$.time', format: 'iso', zone: 'Asia/Shanghai' },
      values: [
        { path: '@.kwh', point: 'energy_kwh', text: true },
        { path: '@.p', point: 'power_kw', unit: 'W' },
      ],
      sources: ['mosquitto-old'],
      messages: 48_211,
      faults: 36,
    });
    add({
      id: 'water-loggers',
      topic: 'lora/{device}/uplink',
      devices: { a81758fffe05: 'W-0188', a81758fffe06: 'W-0189' },
      onlyListed: true,
      ts: { path: '$.received_at', format: 'iso' },
      values: [{ path: '$.decoded.pulses', point: 'volume_m3', factor: 0.01 }],
      messages: 1_902,
    });
    add({ id: 'plugs', topic: 'tele/{device}/SENSOR', values: [{ path: '$.ENERGY.Total', point: 'energy_kwh' }] });
  }
  const text = (value: unknown) => JSON.stringify(value);
  const message = (source: string, topic: string, seconds: number, payload: string | null, mapping: string | null) => {
    const bytes = Buffer.from(payload ?? '\u0001\u0010\u00ff', 'latin1');
    const receivedAt = iso(Date.now() - seconds * 1000);
    return {
      source,
      topic,
      receivedAt,
      payload,
      payloadBase64: bytes.toString('base64'),
      bytes: bytes.length,
      mapping,
    };
  };
  const recorded = (): WireRecordedMessage[] =>
    empty
      ? []
      : [
          message('mosquitto-old', 'acme/binjiang/box-3/up', 2, text(acme), 'acme-sites'),
          message(
            'mosquitto-old',
            'lora/a81758fffe05/uplink',
            41,
            text({ received_at: iso(Date.now()), decoded: { pulses: 81_244 } }),
            'water-loggers',
          ),
          message(
            'mosquitto-old',
            'tele/plug-7/SENSOR',
            58,
            text({ Time: '2026-11-23T14:34:02', ENERGY: { Total: 120.4 } }),
            null,
          ),
          message('mosquitto-old', 'modbus/raw/17', 300, null, null),
        ];
  const router = express.Router();
  router.get('/', (_req, res) => void res.json({ items: [...rules.values()], next: null }));
  router.get('/recorded', (_req, res) => void res.json({ items: recorded(), next: null }));
  router.get('/units', (_req, res) => {
    const of = (quantity: string, ...units: string[]) => units.map((unit) => ({ unit, quantity }));
    res.json({
      items: [...of('energy', 'Wh', 'kWh', 'MWh', 'GJ'), ...of('power', 'W', 'kW'), ...of('volume', 'L', 'm3')],
      next: null,
    });
  });
  router.post('/try', (req, res) => void res.json(attempt(req.body.mapping, req.body.message.topic)));
  router.put('/:id', (req, res) => {
    const faults = (req.body.values ?? []).flatMap((value: { path: string }, i: number) =>
      /^[$@]/.test(value.path)
        ? []
        : [{ path: `values[${i}].path`, code: 'path', message: 'A path starts with $ or @' }],
    );
    if (faults.length > 0)
      return void res
        .status(422)
        .json({ type: 'about:blank', title: 'Faults', status: 422, code: 'mapping-faults', errors: faults });
    add({ ...req.body, id: req.params.id });
    res.json(rules.get(req.params.id));
  });
  router.delete('/:id', (req, res) => void res.status(rules.delete(req.params.id) ? 204 : 404).end());
  return router;
}

function attempt(rule: { topic?: string; values?: unknown[] }, topic: string): WireMappingTry {
  const step = (
    name: WireMappingStep['step'],
    rulePath: string,
    place: string,
    found: string | null,
    became: string | null,
    detail = '',
    ok = true,
  ): WireMappingStep => ({ step: name, ok, rule: rulePath, place, found, became, detail });
  const nothing = { faults: [], steps: [], items: [] };
  if (!rule.topic || !rule.values?.length)
    return { ...nothing, state: 'faulty', faults: [{ path: 'topic', code: 'missing', message: 'topic is missing' }] };
  if (rule.topic.split('/')[0] !== topic.split('/')[0])
    return {
      ...nothing,
      state: 'not-taken',
      steps: [
        step('topic', 'topic', topic, topic, null, `${rule.topic} does not match: the first level differs`, false),
      ],
    };
  const item = (i: number, id: string, fault: boolean): WireMappingTry['items'][number] => {
    const place = `$.data[${i}]`;
    const ts = '2026-11-23T14:35:00+08:00';
    const value = fault
      ? step(
          'value',
          'values[0].path',
          `${place}.kwh`,
          '"n/a"',
          null,
          'energy_kwh is no number: leave the field out when the meter has none',
          false,
        )
      : step('value', 'values[0].path', `${place}.kwh`, '"12045.6"', '12045.6 kWh');
    return {
      place,
      outcome: fault ? 'quarantined' : 'reading',
      reason: fault ? 'value-not-finite' : null,
      detail: fault ? `${place}.kwh is the string "n/a"` : null,
      reading: fault
        ? null
        : {
            device: `E-${id}`,
            ts,
            ownTime: true,
            values: [
              { point: 'energy_kwh', value: 12045.6, unit: 'kWh' },
              { point: 'power_kw', value: 8.12, unit: 'kW' },
            ],
          },
      steps: [
        step('device', 'device', `${place}.id`, `"${id}"`, `E-${id}`),
        step('ts', 'ts.path', '$.time', '"2026-11-23 14:35:00"', ts),
        value,
        ...(fault ? [] : [step('value', 'values[1].path', `${place}.p`, '8120', '8.12 kW')]),
      ],
    };
  };
  return {
    state: 'read',
    faults: [],
    steps: [
      step('topic', 'topic', topic, topic, 'site = binjiang, box = box-3'),
      step('payload', '', '$', '141 B', 'JSON object'),
      step('items', 'items', '$.data', 'array of 2', '2'),
    ],
    items: [item(0, '0412', false), item(1, '0188', true)],
  };
}
