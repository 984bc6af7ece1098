import { Type } from 'typebox';
import { route, type VersionedRecord } from '../../../kernel/module/index.ts';
import { MEAL } from '../names.ts';
import { Meal, MealsInput } from './contract.ts';
import { listMeals } from './meals.query.ts';
import { saveMeals } from './save-meals.action.ts';

/** All meals together, since their windows must not overlap; a field is a meal. */
const meals: VersionedRecord<unknown, Meal[]> = {
  kind: MEAL,
  fields: (all) =>
    Object.fromEntries(all.map(({ code, name, starts, ends, active }) => [code, { name, starts, ends, active }])),
  subjects: (all) => all.map(({ id }) => ({ type: MEAL, id })),
  read: (ctx) => listMeals(ctx),
};

export const mealRoutes = [
  route({
    method: 'GET',
    path: '/mess/meals',
    permission: 'mess.read',
    summary: 'Meals and their windows, in the order of the day',
    record: meals,
    reply: Type.Array(Meal),
    run: (ctx) => listMeals(ctx),
  }),
  route({
    method: 'PUT',
    path: '/mess/meals',
    permission: 'mess.manage',
    summary: 'Set meals and their windows; meals that are not named stay',
    record: meals,
    body: MealsInput,
    reply: Type.Array(Meal),
    run: (ctx, { body }) => saveMeals(ctx, body.meals),
  }),
];
