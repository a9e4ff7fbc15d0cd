import type { Template } from '../template.ts';

/**
 * The platform's own sheet: what local sheets are known to ask (domain-cn.md 5.1, 5.2; the Zhejiang rules for saving in
 * canteens of 2021-10-22), until the place's own sheet is put in. Points, bands and cutoffs are data. What applies to a
 * canteen that runs itself makes 100.
 */
export const canteenWasteSheet: Omit<Template, 'version'> = {
  id: 'canteen-waste',
  title: {
    zh: '机关食堂反食品浪费工作成效评估表（平台通用）',
    en: 'Score sheet against food waste in office canteens (the platform’s own)',
  },
  source: {
    zh: '依据四部门《机关食堂反食品浪费工作成效评估和通报制度》（2024 年 1 月 1 日起施行）、浙江省《机关事业单位食堂餐饮节约管理规范》（2021 年 10 月 22 日起施行）及各地公开评分表的共性内容编制。国家未统一评分标准：各项分值、分档及 90/80/60 等次界限均为可配置项，可信度低，请以本地方案替换。',
    en: 'After the four departments’ rule on evaluating and announcing results against food waste in office canteens (in force 2024-01-01), Zhejiang’s rules for saving in canteens of public institutions (in force 2021-10-22) and what published local sheets have in common. There is no national sheet: points, bands and the cutoffs 90/80/60 are settings, confidence low; put the place’s own sheet in their stead.',
  },
  cutoffs: { excellent: 90, good: 80, pass: 60 },
  sections: [
    {
      id: 'organisation',
      title: { zh: '组织管理', en: 'Organisation' },
      items: [
        {
          id: 'rules-by-stage',
          title: { zh: '制度健全', en: 'Rules for every stage' },
          criterion: {
            zh: '建立覆盖采购、储存、加工、消费、餐厨垃圾处置各环节的反食品浪费制度，明确责任人。缺一个环节扣 1 分。',
            en: 'Rules against waste cover purchase, storage, processing, consumption and waste handling, with a person in charge. One point less for each stage without.',
          },
          max: 5,
          how: 'upload',
        },
        {
          id: 'staff-performance',
          title: { zh: '考核奖惩', en: 'Part of staff performance' },
          criterion: {
            zh: '反食品浪费纳入食堂从业人员绩效考核，有奖惩记录。',
            en: 'Saving food counts in the performance of canteen staff; rewards and penalties are on record.',
          },
          max: 4,
          how: 'upload',
        },
        {
          id: 'training',
          title: { zh: '培训教育', en: 'Training' },
          criterion: {
            zh: '本季度组织厨师及服务人员开展节约型烹饪、切配培训，有签到和图片。',
            en: 'Cooks and staff were trained this quarter in saving when cutting and cooking; attendance and photos.',
          },
          max: 4,
          how: 'upload',
        },
        {
          id: 'opinions',
          title: { zh: '意见征集', en: 'Diners’ opinions' },
          criterion: {
            zh: '本季度征集就餐人员意见并据此调整菜品，问题逐条反馈。',
            en: 'Diners were asked this quarter, dishes were changed for it and each point was answered.',
          },
          max: 3,
          how: 'upload',
        },
        {
          id: 'outsourcing-contract',
          title: { zh: '外包合同约束', en: 'Outsourcing contract' },
          criterion: {
            zh: '劳务或经营外包合同中载明反食品浪费指标、检查方式和违约责任。',
            en: 'The outsourcing contract names targets against waste, how they are checked and what follows a breach.',
          },
          max: 4,
          how: 'upload',
          appliesTo: { operatingMode: ['outsourced'] },
        },
        {
          id: 'matters-in-time',
          title: { zh: '问题按期整改', en: 'Matters remedied in time' },
          criterion: {
            zh: '检查发现的问题按期整改。无逾期得满分，逾期 1 项得 2 分，2 项及以上不得分。',
            en: 'What was found is remedied in time. Full points with nothing overdue, 2 with one matter, none beyond.',
          },
          max: 5,
          how: 'automatic',
          metric: 'matters-overdue',
          bands: [
            { upTo: 0, score: 5 },
            { upTo: 1, score: 2 },
            { else: true, score: 0 },
          ],
        },
      ],
    },
    {
      id: 'before-meals',
      title: { zh: '餐前', en: 'Before meals' },
      items: [
        {
          id: 'purchase-and-stock',
          title: { zh: '按需采购、规范储存', en: 'Purchase by need, proper storage' },
          criterion: {
            zh: '按计划采购，先进先出，库房无过期、变质食材，验收和出入库记录完整。',
            en: 'Purchased by plan, first in first out, nothing spoiled or out of date in store, records complete.',
          },
          max: 5,
          how: 'inspection',
        },
        {
          id: 'diner-forecast',
          title: { zh: '就餐人数统计', en: 'Diners known beforehand' },
          criterion: {
            zh: '餐前通过预约、报餐等方式掌握就餐人数，按人数定量备餐。',
            en: 'Diners are known before the meal (booking, sign-up) and food is prepared for that number.',
          },
          max: 4,
          how: 'inspection',
        },
        {
          id: 'cutting-flow',
          title: { zh: '切配流程', en: 'Cutting' },
          criterion: {
            zh: '切配操作规范，物尽其用，边角料分类收集。',
            en: 'Cutting follows a set flow, food is used whole, trimmings are collected apart.',
          },
          max: 3,
          how: 'inspection',
        },
        {
          id: 'trimmings',
          title: { zh: '边角料利用率', en: 'Trimmings used' },
          criterion: {
            zh: '边角料利用量占（利用量+粗加工厨余）的比例：≥20% 得 5 分，≥10% 得 3 分，≥5% 得 1 分。',
            en: 'Trimmings used of trimmings used and preparation waste: 20 % 5 points, 10 % 3, 5 % 1.',
          },
          max: 5,
          how: 'automatic',
          metric: 'trimmings-used-pct',
          bands: [
            { from: 20, score: 5 },
            { from: 10, score: 3 },
            { from: 5, score: 1 },
            { else: true, score: 0 },
          ],
        },
        {
          id: 'prep-waste',
          title: { zh: '粗加工厨余量', en: 'Preparation waste' },
          criterion: {
            zh: '人均粗加工厨余量：≤60 克得 4 分，≤100 克得 2 分。',
            en: 'Preparation waste a person-meal: up to 60 g 4 points, up to 100 g 2.',
          },
          max: 4,
          how: 'automatic',
          metric: 'prep-grams-per-meal',
          bands: [
            { upTo: 60, score: 4 },
            { upTo: 100, score: 2 },
            { else: true, score: 0 },
          ],
        },
        {
          id: 'refill',
          title: { zh: '大锅预制、小锅续制', en: 'Big pot first, small pot to refill' },
          criterion: {
            zh: '大锅预制、小锅续制，少量多次补餐，餐末不再大量出餐。',
            en: 'A big pot to begin with, small pots to refill, little and often, no large batch near the end.',
          },
          max: 4,
          how: 'inspection',
          appliesTo: { supplyMode: ['buffet', 'set', 'weighed'] },
        },
      ],
    },
    {
      id: 'serving',
      title: { zh: '餐中', en: 'Serving' },
      items: [
        {
          id: 'small-portions',
          title: { zh: '小份、半份供应', en: 'Small and half portions' },
          criterion: {
            zh: '提供小份、半份、小碗、半个、半根、单个等多种规格并明码标价，饭量可选。',
            en: 'Small and half portions, small bowls, halves and single pieces are offered and priced; rice by choice.',
          },
          max: 5,
          how: 'inspection',
          appliesTo: { supplyMode: ['set', 'weighed', 'a-la-carte'] },
        },
        {
          id: 'buffet-reminder',
          title: { zh: '自助取餐提醒', en: 'Reminders at the buffet' },
          criterion: {
            zh: '取餐区设“按需取餐、少量多次”提示，菜品切成小块，配小号餐盘、餐勺。',
            en: 'Signs “take what you need, come again”, small pieces, small plates and ladles at the buffet.',
          },
          max: 5,
          how: 'inspection',
          appliesTo: { supplyMode: ['buffet'] },
        },
        {
          id: 'hall-signs',
          title: { zh: '就餐区宣传', en: 'Signs in the hall' },
          criterion: {
            zh: '就餐区醒目位置设置反食品浪费标识和“光盘行动”宣传。',
            en: 'Signs against waste stand where every diner sees them.',
          },
          max: 3,
          how: 'inspection',
        },
        {
          id: 'supervision',
          title: { zh: '巡查劝导', en: 'Supervision at meals' },
          criterion: {
            zh: '就餐期间有专人巡查、劝导，对明显浪费行为及时提醒。',
            en: 'Somebody walks the hall at meals and speaks to whoever wastes plainly.',
          },
          max: 3,
          how: 'inspection',
        },
        {
          id: 'result-shown',
          title: { zh: '餐余数据公示', en: 'Waste shown to diners' },
          criterion: {
            zh: '在餐厅公示当餐或前一日人均餐余量。',
            en: 'The hall shows plate waste a person-meal of this meal or the day before.',
          },
          max: 3,
          how: 'inspection',
        },
      ],
    },
    {
      id: 'after-meals',
      title: { zh: '餐后', en: 'After meals' },
      items: [
        {
          id: 'plate-waste',
          title: { zh: '人均餐余量', en: 'Plate waste' },
          criterion: {
            zh: '午餐人均餐余量：≤30 克得 10 分，≤45 克得 8 分，≤60 克得 6 分，≤90 克得 3 分。',
            en: 'Plate waste a person-meal at lunch: up to 30 g 10 points, 45 g 8, 60 g 6, 90 g 3.',
          },
          max: 10,
          how: 'automatic',
          metric: 'plate-grams-per-meal',
          bands: [
            { upTo: 30, score: 10 },
            { upTo: 45, score: 8 },
            { upTo: 60, score: 6 },
            { upTo: 90, score: 3 },
            { else: true, score: 0 },
          ],
        },
        {
          id: 'plate-change',
          title: { zh: '餐余量较上季度变化', en: 'Change against the quarter before' },
          criterion: {
            zh: '人均餐余量较上季度：下降 5% 以上得 4 分，升降 5% 以内得 3 分，上升不超过 15% 得 1 分。',
            en: 'Plate waste against the quarter before: down by 5 % 4 points, within 5 % 3, up by 15 % at most 1.',
          },
          max: 4,
          how: 'automatic',
          metric: 'plate-change-pct',
          bands: [
            { upTo: -5, score: 4 },
            { upTo: 5, score: 3 },
            { upTo: 15, score: 1 },
            { else: true, score: 0 },
          ],
        },
        {
          id: 'unsold',
          title: { zh: '弃用售剩成品', en: 'Unsold food discarded' },
          criterion: {
            zh: '午餐人均弃用售剩量：≤15 克得 5 分，≤30 克得 3 分，≤45 克得 1 分。',
            en: 'Unsold food discarded a person-meal at lunch: up to 15 g 5 points, 30 g 3, 45 g 1.',
          },
          max: 5,
          how: 'automatic',
          metric: 'unsold-grams-per-meal',
          bands: [
            { upTo: 15, score: 5 },
            { upTo: 30, score: 3 },
            { upTo: 45, score: 1 },
            { else: true, score: 0 },
          ],
        },
        {
          id: 'leftovers-handled',
          title: { zh: '余餐处置', en: 'What is left over' },
          criterion: {
            zh: '未售成品按食品安全要求留存、再利用或分发，有记录。',
            en: 'Unsold food is kept, used again or given away as food safety allows, on record.',
          },
          max: 3,
          how: 'inspection',
        },
        {
          id: 'waste-ledger',
          title: { zh: '易腐垃圾台账', en: 'Ledger of food waste' },
          criterion: {
            zh: '易腐垃圾分类投放，交有资质单位收运，台账载明重量、收运单位和时间。',
            en: 'Food waste is sorted and fetched by a licensed collector; the ledger has weight, collector and time.',
          },
          max: 4,
          how: 'upload',
        },
      ],
    },
    {
      id: 'monitoring',
      title: { zh: '监测统计', en: 'Monitoring and statistics' },
      items: [
        {
          id: 'days-weighed',
          title: { zh: '餐余称重', en: 'Plates weighed' },
          criterion: {
            zh: '有人就餐的午餐中完成餐余称重的比例：≥95% 得 6 分，≥80% 得 3 分。',
            en: 'Lunches with diners at which plates were weighed: 95 % 6 points, 80 % 3.',
          },
          max: 6,
          how: 'automatic',
          metric: 'days-weighed-pct',
          bands: [
            { from: 95, score: 6 },
            { from: 80, score: 3 },
            { else: true, score: 0 },
          ],
        },
        {
          id: 'days-counted',
          title: { zh: '就餐人数登记', en: 'Diners counted' },
          criterion: {
            zh: '应开餐日中登记就餐人数的比例：≥95% 得 4 分，≥80% 得 2 分。停餐日应登记为 0 人。',
            en: 'Days on which diners were counted, of those it should have been open: 95 % 4 points, 80 % 2. A day that it is closed is entered as 0.',
          },
          max: 4,
          how: 'automatic',
          metric: 'days-counted-pct',
          bands: [
            { from: 95, score: 4 },
            { from: 80, score: 2 },
            { else: true, score: 0 },
          ],
        },
        {
          id: 'quarterly-analysis',
          title: { zh: '季度分析', en: 'Quarterly analysis' },
          criterion: {
            zh: '按季度分析粗加工厨余、弃用售剩、餐余和边角料数据，提出改进措施。',
            en: 'The four streams are analysed each quarter and measures follow from it.',
          },
          max: 4,
          how: 'upload',
        },
      ],
    },
  ],
};
