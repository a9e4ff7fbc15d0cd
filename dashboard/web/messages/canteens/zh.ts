import type { CanteensMessages } from './type.ts';

export const canteensZh: CanteensMessages = {
  titles: {
    canteens: '食堂',
    sorting: '易腐垃圾台账',
    evaluations: '成效评估',
    plan: (year) => `${year} 年抽查计划`,
    bulletins: '通报',
    matters: '问题整改',
  },
};
