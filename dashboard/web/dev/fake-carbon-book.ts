import { Router } from 'express';
import type {
  WireCarbonReportItem,
  WireCertificate,
  WireFactorItem,
  WireLibraryMeasure,
  WireMeasure,
} from '../../../domain/wire-carbon.ts';
import { fakeFactors } from './fake-carbon-factors.ts';

const iso = (at: number) => new Date(at + 8 * 3_600_000).toISOString().replace('Z', '+08:00');

/** What people write down: factors, certificates, measures, targets, reports. Kept while the stand-in runs. */
export function fakeCarbonBook() {
  const router = Router();
  let row = 40;
  const who = () => ({ recordedAt: iso(Date.now()), recordedBy: 'wangmin' });
  let factors: WireFactorItem[] = fakeFactors.map((one) => ({
    ...one,
    row: null,
    recordedBy: null,
    undoneAt: null,
    mayUndo: false,
  }));
  let certificates: WireCertificate[] = [
    {
      id: 1,
      certificateNo: 'GEC-2026-03-000118',
      mwh: '1200',
      generationMonth: '2026-03',
      source: '苍南海上风电',
      tradeType: 'green-power',
      retiredAt: '2026-05-20',
      institution: 'I-08',
      year: 2026,
      ...who(),
      mayUndo: true,
    },
    {
      id: 2,
      certificateNo: 'GEC-2026-06-000544',
      mwh: '660',
      generationMonth: '2026-06',
      source: '泰顺光伏',
      tradeType: 'certificate',
      retiredAt: null,
      institution: 'I-08',
      year: 2026,
      ...who(),
      mayUndo: true,
    },
  ];
  let measures: WireMeasure[] = [
    {
      id: 2,
      institution: 'I-08',
      name: '屋顶光伏 1.2 MW',
      library: 'rooftop-pv',
      startsOn: '2027-06-01',
      tonnesPerYear: '290',
      confidence: '0.9',
      state: 'approved',
      note: '发改备案 2026-11',
      ...who(),
      mayEdit: true,
    },
    {
      id: 3,
      institution: 'I-08',
      name: '空调调适与夜间停机',
      library: null,
      startsOn: '2026-10-01',
      tonnesPerYear: '210',
      confidence: '0.8',
      state: 'running',
      note: '',
      ...who(),
      mayEdit: true,
    },
    {
      id: 4,
      institution: 'I-08',
      name: '食堂灶具电气化',
      library: null,
      startsOn: '2028-01-01',
      tonnesPerYear: '90',
      confidence: '0.5',
      state: 'proposed',
      note: '',
      ...who(),
      mayEdit: true,
    },
  ];
  const library: WireLibraryMeasure[] = [
    {
      id: 'led-lighting',
      title: { zh: '照明改造（LED 与感应控制）', en: 'LED lighting with presence control' },
      carrier: 'electricity',
      low: 0.03,
      high: 0.07,
      source: '示例',
      confidence: 'example',
    },
    {
      id: 'chiller-tuning',
      title: { zh: '冷站调适', en: 'Retro-commissioning of the chiller plant' },
      carrier: 'electricity',
      low: 0.04,
      high: 0.1,
      source: '示例',
      confidence: 'example',
    },
    {
      id: 'boiler-heat-pump',
      title: { zh: '燃气锅炉换热泵', en: 'Heat pump in place of gas boiler' },
      carrier: 'gas',
      low: 0.4,
      high: 0.7,
      source: '示例',
      confidence: 'example',
    },
  ];
  const reports: WireCarbonReportItem[] = [
    {
      id: 3,
      year: 2026,
      issuedAt: '2026-07-05T09:12:00+08:00',
      issuedBy: 'wangmin',
      method: 'location',
      tco2e: 4_540.2,
      difference: 12.4,
      because: ['late-data'],
      inputsSha256: '9f3c71d0'.repeat(8),
      resultSha256: '1c'.repeat(32),
    },
    {
      id: 2,
      year: 2025,
      issuedAt: '2026-03-20T15:40:00+08:00',
      issuedBy: 'wangmin',
      method: 'location',
      tco2e: 9_891.6,
      difference: -491.6,
      because: ['electricity-province-zhejiang-2022', 'facts'],
      inputsSha256: 'a1b2c3d4'.repeat(8),
      resultSha256: '2d'.repeat(32),
    },
    {
      id: 1,
      year: 2024,
      issuedAt: '2025-03-18T10:02:00+08:00',
      issuedBy: 'wangmin',
      method: 'location',
      tco2e: 9_690,
      difference: 0,
      because: [],
      inputsSha256: 'e5f60718'.repeat(8),
      resultSha256: '3e'.repeat(32),
    },
  ];
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- whatever was put is given again
  const targets = new Map<string, any>();

  router.get('/carbon/factors', (_req, res) => void res.json({ items: factors }));
  router.post('/carbon/factors', (req, res) => {
    if (factors.some(({ id, undoneAt }) => id === req.body.id && undoneAt === null))
      return void res
        .status(422)
        .json({ status: 422, code: 'invalid-content', errors: [{ path: '/id', code: 'taken', message: 'exists' }] });
    factors = [{ ...req.body, row: ++row, recordedBy: 'wangmin', undoneAt: null, mayUndo: true }, ...factors];
    res.status(201).json({ row });
  });
  router.post('/carbon/factors/:row/undo', (req, res) => {
    factors = factors.map((one) =>
      one.row === Number(req.params.row) ? { ...one, undoneAt: iso(Date.now()), mayUndo: false } : one,
    );
    res.json({});
  });
  router.get('/carbon/certificates', (req, res) => {
    const items = certificates.filter(
      (one) =>
        one.institution === req.query.institution &&
        (req.query.year === undefined || one.year === Number(req.query.year)),
    );
    res.json({ items });
  });
  router.post('/carbon/certificates', (req, res) => {
    if (certificates.some(({ certificateNo }) => certificateNo === req.body.certificateNo))
      return void res.status(422).json({
        status: 422,
        code: 'invalid-content',
        errors: [{ path: '/certificateNo', code: 'taken', message: 'this number was entered already' }],
      });
    certificates = [...certificates, { ...req.body, id: ++row, ...who(), mayUndo: true }];
    res.status(201).json({});
  });
  router.post('/carbon/certificates/:id/undo', (req, res) => {
    certificates = certificates.filter(({ id }) => id !== Number(req.params.id));
    res.json({});
  });
  router.get('/carbon/measures/library', (_req, res) => void res.json({ items: library }));
  router.get(
    '/carbon/measures',
    (req, res) => void res.json({ items: measures.filter(({ institution }) => institution === req.query.institution) }),
  );
  router.post('/carbon/measures', (req, res) => {
    const { replaces, ...measure } = req.body;
    measures = [...measures.filter(({ id }) => id !== replaces), { ...measure, id: ++row, ...who(), mayEdit: true }];
    res.status(201).json({});
  });
  router.post('/carbon/measures/:id/undo', (req, res) => {
    measures = measures.filter(({ id }) => id !== Number(req.params.id));
    res.json({});
  });
  router.put('/institutions/:id/target', (req, res) => {
    const t = req.body;
    const years = t.targetYear - t.baseYear;
    targets.set(req.params.id, {
      ...{
        institution: req.params.id,
        ...t,
        kind: 'straight',
        ratePct: null,
        baseFloorAreaM2: 31_000,
        basePeople: 820,
      },
      path: Array.from({ length: years + 1 }, (_, i) => ({
        year: t.baseYear + i,
        tco2e: t.baseTco2e + ((t.targetTco2e - t.baseTco2e) * i) / years,
      })),
    });
    res.json({});
  });
  router.get('/carbon/:kind/:id/reports', (_req, res) => void res.json({ items: reports }));
  router.post('/carbon/:kind/:id/reports', (req, res) => {
    reports.unshift({
      ...reports[0]!,
      id: ++row,
      year: req.body.year,
      issuedAt: iso(Date.now()),
      difference: 0,
      because: [],
      tco2e: 8_214,
    });
    res.status(201).json(reports[0]);
  });
  return { router, reports, targets };
}
