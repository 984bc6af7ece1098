import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { devicesOf } from '../served/served.query.ts';

export type ServedMeal = { service_on: string; meal: string; at: Date; device: string };

/** A student's latest meals, the newest first. */
export async function lastMeals(ctx: Ctx, studentId: string, limit: number): Promise<ServedMeal[]> {
  const meals = await ctx.db
    .selectFrom('mess_service as v')
    .innerJoin('mess_meal as m', (on) =>
      on.onRef('m.organization_id', '=', 'v.organization_id').onRef('m.id', '=', 'v.meal_id'),
    )
    .select(['v.service_on', 'm.name as meal', 'v.at', 'v.scan_id'])
    .where(inOrg(ctx, 'v'))
    .where('v.student_id', '=', studentId)
    .orderBy('v.service_on', 'desc')
    .orderBy('v.at', 'desc')
    .limit(limit)
    .execute();
  const devices = await devicesOf(ctx, meals);
  return meals.map(({ scan_id, ...meal }) => ({ ...meal, device: devices.get(scan_id) ?? '' }));
}
