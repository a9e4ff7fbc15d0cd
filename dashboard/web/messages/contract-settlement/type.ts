import type { contractFormsZh } from './forms-zh.ts';
import type { contractSettlementZh } from './zh.ts';

/** Words of settlements, their statement and their trace. Numbers, money and times come formatted. */
export type ContractSettlementMessages = typeof contractSettlementZh;
/** Words of the forms that write a contract, its payments and its adjustments. */
export type ContractFormsMessages = typeof contractFormsZh;
