import type { Evaluation } from '../../../storage/registry/evaluation-port.ts';
import type { CanteenEntry } from '../../../storage/registry/canteen-port.ts';
import type { Viewer } from '../../../storage/registry/port.ts';
import { ownViewer, type House } from '../house.ts';
import type { Opened } from './wire.ts';

type Register = Pick<House, 'registry'>;

/** Evaluations with what each is shown with. */
export async function openAll(evaluations: readonly Evaluation[], { registry }: Register): Promise<readonly Opened[]> {
  const [templates, canteens] = await Promise.all([
    registry.evaluations.templates(),
    // Of evaluations that the viewer sees: seen with their canteens.
    registry.canteenBook.visible(ownViewer),
  ]);
  const sheets = new Map(templates.map((template) => [`${template.id} ${template.version}`, template]));
  const places = new Map(canteens.map((canteen) => [canteen.id, canteen]));
  return evaluations.flatMap((evaluation) => {
    const template = sheets.get(`${evaluation.template} ${evaluation.version}`);
    const canteen = places.get(evaluation.canteen);
    return template === undefined || canteen === undefined ? [] : [{ evaluation, template, canteen }];
  });
}

/** null: unknown, or not theirs. */
export async function openOne(viewer: Viewer, id: string, house: Register): Promise<Opened | null> {
  const evaluation = await house.registry.evaluations.one(viewer, Number(id));
  return evaluation === null ? null : ((await openAll([evaluation], house))[0] ?? null);
}

/** Who is evaluated: the installation's own canteens; those of the demo only while there are no others. */
export async function evaluatedCanteens({
  registry,
}: Register): Promise<{ readonly canteens: readonly CanteenEntry[]; readonly demo: boolean }> {
  const all = await registry.canteenBook.visible(ownViewer);
  const own = all.filter(({ demo }) => !demo);
  return own.length > 0 ? { canteens: own, demo: false } : { canteens: all, demo: all.length > 0 };
}
