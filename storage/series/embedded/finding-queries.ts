import type { Evidence, VerdictEffect, VerdictRule } from '../../../domain/metering/finding.ts';
import type { FindingQuery, StoredFinding } from '../port.ts';
import { prepareRows, type Connection, type Statement } from './connection.ts';

type Row = [
  meter: string,
  point: string,
  from: number,
  rule: string,
  to: number,
  effect: string,
  before: number | null,
  after: number | null,
  evidence: string,
];

/** Of so few meters the findings are looked up one meter after the other and sorted; of more, the newest are sifted. */
const fewMeters = 100;

/** Answers what was found. */
export class Findings {
  readonly #db: Connection;
  readonly #statements = new Map<string, Statement>();

  constructor(db: Connection) {
    this.#db = db;
  }

  find({ meters, rules, effects, from, to, limit, after }: FindingQuery): StoredFinding[] {
    if (meters?.length === 0) return [];
    const where: string[] = [];
    const args: (string | number)[] = [];
    const add = (condition: string, ...values: (string | number)[]) => {
      where.push(condition);
      args.push(...values);
    };
    const oneOf = (column: string, values: readonly string[]) =>
      add(`${column} IN (SELECT value FROM json_each(?))`, JSON.stringify(values));
    const few = meters !== undefined && meters.length <= fewMeters;
    if (meters !== undefined) oneOf('meter', meters);
    if (rules !== undefined) oneOf('rule', rules);
    if (effects !== undefined) oneOf('effect', effects);
    if (to !== undefined) add('from_ts < ?', to);
    if (from !== undefined) add('to_ts >= ?', from);
    if (after !== undefined) {
      const { meter, point, rule } = after;
      add(
        'from_ts <= ? AND (from_ts < ? OR (meter, point, rule) > (?, ?, ?))',
        after.from,
        after.from,
        meter,
        point,
        rule,
      );
    }
    // The index holds all that is asked of a finding: rows are looked up for the page alone.
    const rows = this.#prepare(
      `SELECT meter, point, from_ts, rule, to_ts, effect, before, after, evidence FROM (
         SELECT meter, point, from_ts, rule
         FROM finding ${few ? 'INDEXED BY finding_of_meter' : 'INDEXED BY finding_newest'}
         ${where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''}
         ORDER BY from_ts DESC, meter, point, rule LIMIT ?
       ) JOIN finding USING (meter, point, from_ts, rule)
       ORDER BY from_ts DESC, meter, point, rule`,
    ).all(...args, limit) as Row[];
    return rows.map(findingOf);
  }

  count(meters?: readonly string[]): Record<VerdictEffect, number> {
    const [unknown, judged, flagged] = this.#prepare(
      `SELECT ifnull(sum(unknown), 0), ifnull(sum(judged), 0), ifnull(sum(flagged), 0) FROM finding_count
       ${meters === undefined ? '' : 'WHERE meter IN (SELECT value FROM json_each(?))'}`,
    ).get(...(meters === undefined ? [] : [JSON.stringify(meters)])) as [number, number, number];
    return { unknown, judged, flagged };
  }

  #prepare(sql: string): Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) this.#statements.set(sql, (statement = prepareRows(this.#db, sql)));
    return statement;
  }
}

function findingOf([meter, point, from, rule, to, effect, before, after, evidence]: Row): StoredFinding {
  return {
    meter,
    point,
    rule: rule as VerdictRule,
    effect: effect as VerdictEffect,
    from,
    to,
    before,
    after,
    evidence: JSON.parse(evidence) as Evidence,
  };
}
