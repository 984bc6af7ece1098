import { type Ctx, inOrg } from '../../ctx/index.ts';
import { findText, flatten, readLanguageFiles } from '../../i18n/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import type { Webhook } from '../contract.ts';

/** The addresses of the organization, the oldest first; there are at most ten. */
export async function listWebhooks(ctx: Ctx, id?: string): Promise<Webhook[]> {
  let query = ctx.db
    .selectFrom('webhook_endpoint as e')
    .select(['e.id', 'e.name', 'e.url', 'e.events', 'e.active', 'e.gone_at', 'e.previous_until', 'e.created_at'])
    .select(({ selectFrom }) => {
      const of = () =>
        selectFrom('webhook_delivery as d')
          .whereRef('d.organization_id', '=', 'e.organization_id')
          .whereRef('d.endpoint_id', '=', 'e.id');
      const count = (state: string) =>
        of()
          .where('d.state', '=', state)
          .select(({ fn }) => fn.countAll<number>().as('count'));
      return [
        count('waiting').as('waiting'),
        count('dead').as('dead'),
        of()
          .where('d.state', '=', 'done')
          .select(({ fn }) => fn.max('d.settled_at').as('last'))
          .as('last_done_at'),
      ];
    })
    .where(inOrg(ctx, 'e'))
    .orderBy('e.id');
  if (id) query = query.where('e.id', '=', id);
  const now = ctx.clock.now();
  return (await query.execute()).map((row) => ({
    ...row,
    waiting: Number(row.waiting ?? 0),
    dead: Number(row.dead ?? 0),
    gone_at: row.gone_at?.toISOString() ?? null,
    previous_until: row.previous_until && row.previous_until > now ? row.previous_until.toISOString() : null,
    last_done_at: row.last_done_at?.toISOString() ?? null,
    created_at: row.created_at.toISOString(),
  }));
}

export async function getWebhook(ctx: Ctx, id: string): Promise<Result<Webhook>> {
  const [found] = await listWebhooks(ctx, id);
  return found ? ok(found) : refuse('webhooks.not_found');
}

/** The events that there are, by name: what the audit trail tells of. */
export function listEvents(ctx: Ctx): { name: string; text: string }[] {
  return eventNames().map((name) => ({ name, text: findText(ctx, `audit.${name}`) ?? name }));
}

let names: string[] | undefined;
function eventNames(): string[] {
  names ??= [...new Set(Object.values(readLanguageFiles()).flatMap((one) => [...flatten(one).keys()]))]
    .filter((key) => /^audit\.[a-z_]+(\.[a-z_]+)+$/.test(key))
    .map((key) => key.slice('audit.'.length))
    .sort();
  return names;
}
