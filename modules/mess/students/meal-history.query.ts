import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';

export type ServedMeal = { service_on: string; meal: string; at: Date; device: string };

/** A student's latest meals, the newest first. */
export async function lastMeals(ctx: Ctx, studentId: string, limit: number): Promise<ServedMeal[]> {
  return ctx.db
    .selectFrom('mess_service as v')
    .innerJoin('mess_meal as m', (on) =>
      on.onRef('m.organization_id', '=', 'v.organization_id').onRef('m.id', '=', 'v.meal_id'),
    )
    .innerJoin('mess_scan as n', (on) =>
      on.onRef('n.organization_id', '=', 'v.organization_id').onRef('n.id', '=', 'v.scan_id'),
    )
    .select(['v.service_on', 'm.name as meal', 'v.at', 'n.device_name as device'])
    .where('v.organization_id', '=', orgOf(ctx).id)
    .where('v.student_id', '=', studentId)
    .orderBy('v.service_on', 'desc')
    .orderBy('v.at', 'desc')
    .limit(limit)
    .execute();
}
