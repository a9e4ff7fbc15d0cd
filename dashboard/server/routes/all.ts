import type { Route } from '../http/route.ts';
import { alarmRoutes } from './alarms.ts';
import { attachmentRoutes } from './attachments.ts';
import { auditRoutes } from './audit.ts';
import { canteenRoutes } from './canteens.ts';
import { canteenCityRoutes } from './canteens-city.ts';
import { canteenCorrectionRoutes } from './canteens-corrections.ts';
import { canteenEntryRoutes } from './canteens-entries.ts';
import { canteenSortingRoutes } from './canteens-sorting.ts';
import { canteenTableRoutes } from './canteens-table.ts';
import { contractBaselineRoutes } from './contracts-baseline.ts';
import { contractEditRoutes } from './contracts-edit.ts';
import { contractEntryRoutes } from './contracts-entries.ts';
import { contractEvaluationRoutes } from './contracts-evaluation.ts';
import { contractSettlementStepRoutes } from './contracts-settlement-steps.ts';
import { contractSettlementRoutes } from './contracts-settlements.ts';
import { contractTableRoutes } from './contracts-table.ts';
import { contractRoutes } from './contracts.ts';
import { demoRoutes } from './demo.ts';
import { derivedRoutes } from './derived.ts';
import { deviceRoutes } from './devices.ts';
import { evaluationBulletinRoutes } from './evaluation-bulletins.ts';
import { evaluationPlanRoutes } from './evaluation-plans.ts';
import { evaluationTemplateRoutes } from './evaluation-templates.ts';
import { evaluationRoutes } from './evaluations.ts';
import { healthRoutes } from './health.ts';
import { healthReportRoutes } from './health-report.ts';
import { historyRoutes } from './history.ts';
import { ingestRoutes } from './ingest.ts';
import { mandvAdjustmentRoutes } from './mandv-adjustments.ts';
import { mandvRoutes } from './mandv.ts';
import { mappingRoutes } from './mappings.ts';
import { matterRoutes } from './matters.ts';
import { meterRoutes } from './meters.ts';
import { openapiRoutes } from './openapi.ts';
import { placeFigureRoutes } from './place-figures.ts';
import { placeRoutes } from './places.ts';
import { portfolioRoutes } from './portfolio.ts';
import { qualityRoutes } from './quality.ts';
import { qualityDayRoutes } from './quality-days.ts';
import { qualityManualRoutes } from './quality-manual.ts';
import { qualityReportRoutes } from './quality-reports.ts';
import { qualityDecisionRoutes } from './quality-decisions.ts';
import { quarantineRoutes } from './quarantine.ts';
import { readingRoutes } from './readings.ts';
import { seriesTableRoutes } from './series-table.ts';
import { seriesRoutes } from './series.ts';
import { sessionRoutes } from './session.ts';
import { systemRoutes } from './system.ts';
import { tokenRoutes } from './tokens.ts';
import { userRoutes } from './users.ts';
import { verifyRoutes } from './verify.ts';

/** Every route of the server. Who may call each stands in `rights.ts`. */
export const allRoutes: readonly Route[] = [
  ...healthRoutes,
  ...healthReportRoutes,
  ...openapiRoutes,
  ...sessionRoutes,
  ...userRoutes,
  ...tokenRoutes,
  ...systemRoutes,
  ...placeRoutes,
  ...placeFigureRoutes,
  // Paths with a word where the others have an id come first.
  ...canteenCityRoutes,
  ...canteenSortingRoutes,
  ...canteenTableRoutes,
  ...canteenRoutes,
  ...canteenCorrectionRoutes,
  ...canteenEntryRoutes,
  ...meterRoutes,
  ...seriesRoutes,
  ...readingRoutes,
  ...seriesTableRoutes,
  ...ingestRoutes,
  ...quarantineRoutes,
  ...qualityRoutes,
  ...qualityDecisionRoutes,
  ...qualityDayRoutes,
  ...qualityManualRoutes,
  ...qualityReportRoutes,
  ...deviceRoutes,
  ...historyRoutes,
  ...portfolioRoutes,
  ...mappingRoutes,
  ...derivedRoutes,
  ...demoRoutes,
  ...alarmRoutes,
  ...matterRoutes,
  ...attachmentRoutes,
  ...evaluationRoutes,
  ...evaluationTemplateRoutes,
  ...evaluationPlanRoutes,
  ...evaluationBulletinRoutes,
  ...contractEvaluationRoutes,
  ...contractRoutes,
  ...contractEditRoutes,
  ...contractBaselineRoutes,
  ...contractEntryRoutes,
  ...contractTableRoutes,
  ...contractSettlementRoutes,
  ...contractSettlementStepRoutes,
  ...mandvRoutes,
  ...mandvAdjustmentRoutes,
  ...auditRoutes,
  ...verifyRoutes,
];
