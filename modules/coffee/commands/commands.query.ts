import { type Ctx, inOrg, onOrg } from '../../../kernel/ctx/index.ts';
import { findPage, type PageQuery } from '../../../kernel/db/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import type { Command, CommandFilter } from './contract.ts';

const commands = (ctx: Ctx) =>
  ctx.db
    .selectFrom('coffee_command as c')
    .innerJoin('coffee_machine as m', onOrg('m.id', 'c.machine_id'))
    .select([
      'c.id',
      'c.machine_id',
      'c.batch_id',
      'c.rollout_id',
      'c.kind',
      'c.params',
      'c.state',
      'c.tries',
      'c.withdrawn',
    ])
    .select(['c.created_at', 'c.expires_at', 'c.sent_at', 'c.acknowledged_at', 'c.ended_at', 'c.said', 'c.by_name'])
    .select(['c.steps', 'm.serial', 'm.name'])
    .where(inOrg(ctx, 'c'));
type Row = Awaited<ReturnType<ReturnType<typeof commands>['execute']>>[number];

const asCommand = ({ machine_id, serial, name, by_name, ...row }: Row): Command => ({
  ...row,
  machine: { id: machine_id, serial, name },
  kind: row.kind as Command['kind'],
  params: row.params as unknown as Command['params'],
  state: row.state as Command['state'],
  steps: row.steps as unknown as Command['steps'],
  by: by_name,
  created_at: row.created_at.toISOString(),
  expires_at: row.expires_at.toISOString(),
  sent_at: row.sent_at?.toISOString() ?? null,
  acknowledged_at: row.acknowledged_at?.toISOString() ?? null,
  ended_at: row.ended_at?.toISOString() ?? null,
});

/** A page of commands, the newest first. */
export async function listCommands(ctx: Ctx, query: PageQuery & { filter: CommandFilter }): Promise<Result<Command[]>> {
  const { machine_id, batch_id, kind, state } = query.filter;
  let rows = commands(ctx);
  if (machine_id) rows = rows.where('c.machine_id', '=', machine_id);
  if (batch_id) rows = rows.where('c.batch_id', '=', batch_id);
  if (kind) rows = rows.where('c.kind', '=', kind);
  if (state) rows = rows.where('c.state', '=', state);
  return findPage(rows, 'c.id', query, asCommand);
}

/** One command; refuses with `coffee.command.not_found`. */
export async function getCommand(ctx: Ctx, id: string): Promise<Result<Command>> {
  const row = await commands(ctx).where('c.id', '=', id).executeTakeFirst();
  return row ? ok(asCommand(row)) : refuse('coffee.command.not_found');
}
