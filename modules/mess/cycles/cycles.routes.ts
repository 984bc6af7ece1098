import { Type } from 'typebox';
import { ListQuery } from '../../../kernel/http/index.ts';
import { defineRecord, route, type VersionedRecord } from '../../../kernel/module/index.ts';
import { Meal, MealsInput } from '../meals/contract.ts';
import { listMeals } from '../meals/meals.query.ts';
import { saveMeals } from '../meals/save-meals.action.ts';
import { CYCLE, MEAL } from '../names.ts';
import { Credited } from '../rebates/contract.ts';
import { creditRebates } from '../rebates/credit-rebates.action.ts';
import { ById } from '../students/students.routes.ts';
import { Cycle, CycleInput, CyclePatch } from './contract.ts';
import { cycleFor, getCycle, listCycles } from './cycles.query.ts';
import { changeCycle, createCycle, deleteCycle } from './save-cycle.action.ts';

const record = defineRecord({
  subject: CYCLE,
  patch: CyclePatch,
  read: (ctx, { id }: { id: string }) => getCycle(ctx, id),
});

/** All meals together, since their windows must not overlap; a field is a meal. */
const meals: VersionedRecord<unknown, Meal[]> = {
  kind: MEAL,
  fields: (all) =>
    Object.fromEntries(all.map(({ code, name, starts, ends, active }) => [code, { name, starts, ends, active }])),
  subjects: (all) => all.map(({ id }) => ({ type: MEAL, id })),
  read: (ctx) => listMeals(ctx),
};

export const cycleRoutes = [
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
  route({
    method: 'GET',
    path: '/mess/cycles',
    permission: 'mess.read',
    summary: 'Cycles, the latest first, with how many paid',
    query: Type.Pick(ListQuery, ['limit', 'after']),
    reply: Type.Array(Cycle),
    run: (ctx, { query }) => listCycles(ctx, query),
  }),
  route({
    method: 'POST',
    path: '/mess/cycles',
    permission: 'mess.manage',
    summary: 'Add a cycle; two never share a day',
    body: CycleInput,
    reply: Cycle,
    status: 201,
    idempotent: true,
    run: (ctx, { body }) => createCycle(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/mess/cycles/current',
    permission: 'mess.read',
    summary: 'The cycle of today',
    reply: Cycle,
    run: (ctx) => cycleFor(ctx),
  }),
  route({
    method: 'GET',
    path: '/mess/cycles/{id}',
    permission: 'mess.read',
    summary: 'One cycle',
    record,
    params: ById,
    reply: Cycle,
    run: (ctx, { params }) => getCycle(ctx, params.id),
  }),
  route({
    method: 'PATCH',
    path: '/mess/cycles/{id}',
    permission: 'mess.manage',
    record,
    summary: 'Change a cycle; dates and price only while nobody was asked to pay',
    params: ById,
    body: CyclePatch,
    reply: Cycle,
    run: (ctx, { params, body }) => changeCycle(ctx, params.id, body),
  }),
  route({
    method: 'DELETE',
    path: '/mess/cycles/{id}',
    permission: 'mess.manage',
    summary: 'Remove a cycle that nobody was asked to pay',
    params: ById,
    reply: Type.Null(),
    run: (ctx, { params }) => deleteCycle(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/mess/cycles/{id}/credit-rebates',
    permission: 'mess.manage',
    summary: 'Once a cycle is over: credit what it gives back to the next one that each student pays',
    params: ById,
    reply: Credited,
    idempotent: true,
    run: (ctx, { params }) => creditRebates(ctx, params.id),
  }),
];
