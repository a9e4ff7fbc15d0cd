import type { Scheme } from '../../../domain/scheme/scheme.ts';
import type { WireApplicant } from '../../../domain/wire-schemes.ts';

const item = (id: string, zh: string, en: string, max: number) => ({
  id,
  title: { zh, en },
  criterion: { zh, en },
  max,
  mandatory: false,
  evidenceRequired: true,
});
export const fakeScheme: Scheme = {
  ...{ id: 'zero-carbon-institution', version: 1, title: { zh: '“零碳”公共机构', en: 'Zero-carbon institution' } },
  ...{
    source: { zh: 'DB33/T 2515-2022，条目为示例', en: 'DB33/T 2515-2022, items are examples' },
    confidence: 'example',
    applicant: 'institution',
  },
  sections: [
    {
      id: 'basic',
      title: { zh: '基本要求', en: 'Basic requirements' },
      kind: 'pass-fail',
      items: [
        item('saving', '三年节能考核', 'Saving over three years', 1),
        item('people', '专人负责', 'A person in charge', 1),
      ],
    },
    {
      id: 'level',
      title: { zh: '管理水平', en: 'Management' },
      kind: 'score',
      items: [
        item('green-power', '绿电交易凭证', 'Proof of green power', 6),
        item('roof', '屋顶绿化', 'Green roof', 4),
        item('offset', '碳中和抵销凭证', 'Proof of offsets', 5),
      ],
    },
  ],
  grades: [
    { id: 'one', title: { zh: '一星', en: 'one star' }, from: 60 },
    { id: 'two', title: { zh: '二星', en: 'two stars' }, from: 75 },
    { id: 'three', title: { zh: '三星', en: 'three stars' }, from: 90 },
  ],
};

const one = (
  institution: string,
  name: string,
  proven: number,
  claimed: number,
  passed: number,
  more: Partial<WireApplicant>,
): WireApplicant => ({
  ...{
    scheme: fakeScheme.id,
    version: 1,
    year: 2026,
    institution,
    name,
    proven,
    claimed,
    atMost: 110,
    max: 110,
    items: [],
  },
  required: { passed, of: 5, failed: passed < 5 ? ['saving'] : [] },
  ...{ grade: proven >= 60 ? 'one' : null, verdict: 'not-met', mayAnswer: true, mayConfirm: true },
  next: {
    grade: proven >= 60 ? 'two' : 'one',
    from: proven >= 60 ? 75 : 60,
    lacks: (proven >= 60 ? 75 : 60) - proven,
    items: [
      { item: 'green-power', points: 6, why: 'upload' },
      { item: 'roof', points: 4, why: 'confirm' },
    ],
  },
  ...more,
});
export const fakeApplicants = (): readonly WireApplicant[] => [
  one('I-08', '市民中心', 72, 6, 5, { verdict: 'met' }),
  one('I-07', '市委党校', 63, 2, 5, { verdict: 'met' }),
  one('I-10', '市税务局', 58, 9, 5, {}),
  one('I-03', '滨江办公区', 55, 4, 4, {}),
  one('I-11', '市广电中心', 31, 12, 4, { verdict: 'cannot-tell' }),
];
