import type { CanteenMode } from '../../../domain/canteen/types.ts';
import { metricFacts } from '../../../domain/evaluation/metrics.ts';
import { quarterOf } from '../../../domain/evaluation/quarter.ts';
import { applies, itemsOf, scoreOf } from '../../../domain/evaluation/score.ts';
import type { Answer, Item, ItemScore, Score, Template } from '../../../domain/evaluation/template.ts';
import type {
  WireBetween,
  WireEvaluatedCanteen,
  WireEvaluation,
  WireEvaluationItem,
  WireEvaluationSummary,
} from '../../../domain/wire-evaluation.ts';
import type { CanteenEntry } from '../../../storage/registry/canteen-port.ts';
import type { Evaluation } from '../../../storage/registry/evaluation-port.ts';
import type { Attachment } from '../../../storage/registry/matter-port.ts';
import type { Viewer } from '../../../storage/registry/port.ts';
import type { House } from '../house.ts';
import { mayEvaluate } from '../rights.ts';
import { todayOf, wireAttachment } from '../wire/wire-matter.ts';
import { figuresOf, type EvaluationHouse, type FigureSpan } from './figures.ts';

/** An evaluation with its sheet and its canteen. */
export interface Opened {
  readonly evaluation: Evaluation;
  readonly template: Template;
  readonly canteen: CanteenEntry;
}

export function wireEvaluated(canteen: CanteenEntry): WireEvaluatedCanteen {
  const { id, name, institutionName, regionName, operatingMode, supplyMode } = canteen;
  return { canteen: id, canteenName: name, institutionName, regionName, operatingMode, supplyMode };
}

/** How the canteen was run and served when it was submitted; until then, as it is. */
export function modeOf({ evaluation, canteen }: Opened): CanteenMode {
  return evaluation.submitted?.mode ?? canteen;
}

/** What it comes to: as it was submitted, or with the figures of now. */
async function scoreNow(
  opened: Opened,
  house: EvaluationHouse,
): Promise<{ readonly score: Score; readonly span: FigureSpan }> {
  const { evaluation, template } = opened;
  if (evaluation.submitted !== null) return evaluation.submitted;
  const { metrics, span } = await figuresOf(evaluation, house);
  return { score: scoreOf(template, modeOf(opened), evaluation.answers, metrics), span };
}

export function wireSummary(opened: Opened, { calendar }: Pick<House, 'calendar'>): WireEvaluationSummary {
  const { evaluation, template, canteen } = opened;
  const { id, kind, quarter, version, createdAt, createdBy, submitted, answers, demo } = evaluation;
  const { operatingMode, supplyMode } = modeOf(opened);
  const mode = { operatingMode, supplyMode };
  const asked = itemsOf(template).filter((item) => item.how !== 'automatic' && applies(item, mode));
  const answered = new Set(answers.map(({ item }) => item));
  return {
    ...wireEvaluated(canteen),
    ...mode,
    ...{ id, kind, quarter, template: template.id, version, createdAt: calendar.iso(createdAt), createdBy },
    answered: { done: asked.filter((item) => answered.has(item.id)).length, of: asked.length },
    submitted: submitted === null ? null : { at: calendar.iso(submitted.at), by: submitted.by },
    total: submitted?.total ?? null,
    between: betweenOf(evaluation),
    grade: submitted?.score.grade ?? null,
    demo,
  };
}

/** Of what was submitted without a total. */
export function betweenOf({ submitted }: Pick<Evaluation, 'submitted'>): WireBetween | null {
  if (submitted === null || submitted.total !== null) return null;
  const { atLeast, atMost } = submitted.score;
  return { atLeast, atMost };
}

export async function wireEvaluation(opened: Opened, viewer: Viewer, house: EvaluationHouse): Promise<WireEvaluation> {
  const { evaluation, template } = opened;
  const { from, to } = quarterOf(evaluation.quarter)!;
  const [{ score, span }, attachments, matters] = await Promise.all([
    scoreNow(opened, house),
    house.registry.attachments.several(evaluation.answers.flatMap((answer) => answer.attachments)),
    house.registry.matters.of('canteen', [evaluation.canteen]),
  ]);
  const scores = new Map(score.items.map((own) => [own.item, own]));
  return {
    ...wireSummary(opened, house),
    templateTitle: template.title,
    source: template.source,
    cutoffs: template.cutoffs,
    ...{ from, to, quarterOver: to <= todayOf(house), figures: span },
    sections: template.sections.map(({ id, title }) => ({ id, title })),
    items: template.sections.flatMap((section) =>
      section.items.map((item) => {
        const answers = evaluation.answers.filter((answer) => answer.item === item.id);
        return wireItem(section.id, item, scores.get(item.id)!, wireAnswers(answers, attachments, house));
      }),
    ),
    atLeast: score.atLeast,
    atMost: score.atMost,
    mayAnswer: evaluation.submitted === null && mayEvaluate(viewer, evaluation.kind),
    matters: matters.filter(({ source }) => source === sourceOf(evaluation)).map(({ id }) => id),
  };
}

/** What a matter that it opens names as its source. */
export const sourceOf = ({ id }: Pick<Evaluation, 'id'>): string => `evaluation:${id}`;

function wireItem(
  section: string,
  item: Item,
  { score, state, value }: ItemScore,
  answers: WireEvaluationItem['answers'],
): WireEvaluationItem {
  const { id, title, criterion, max, how } = item;
  const metric = item.metric ?? null;
  return {
    ...{ id, section, title, criterion, max, how, takesAnswers: how !== 'automatic' && state !== 'not-applicable' },
    ...{ metric, bands: item.bands ?? null, value, unit: metric === null ? null : metricFacts[metric].unit },
    ...{ score, state, answers },
  };
}

function wireAnswers(
  answers: readonly Answer[],
  attachments: ReadonlyMap<number, Attachment>,
  { calendar }: Pick<House, 'calendar'>,
): WireEvaluationItem['answers'] {
  return answers.map(({ evaluator, score, note, attachments: ids }) => ({
    ...{ evaluator, score, note },
    attachments: ids.flatMap((id) => {
      const attachment = attachments.get(id);
      return attachment === undefined ? [] : [wireAttachment(attachment, { calendar })];
    }),
  }));
}
