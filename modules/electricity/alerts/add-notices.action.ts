import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { electricitySettings } from '../settings.ts';
import { choicesOf } from './choices.query.ts';
import { type QuietHours, readTime, sendAt } from './quiet-hours.rule.ts';

type Opened = { id: string; customer_id: string; kind: string; subject_id: string | null };

/**
 * Who is told of opened episodes, and when: each member of the customer, after the quiet hours; of a payment whoever
 * made it, at once, since they wait for it. Who muted a kind finds it in the portal.
 */
export async function addNotices(tx: Ctx, opened: Opened[]): Promise<void> {
  if (opened.length === 0) return;
  const organization_id = orgOf(tx).id;
  const members = await tx.db
    .selectFrom('electricity_member')
    .select(['customer_id', 'account_id'])
    .where(inOrg(tx))
    .where('customer_id', 'in', [...new Set(opened.map(({ customer_id }) => customer_id))])
    .execute();
  if (members.length === 0) return;
  const choices = await choicesOf(tx, [...new Set(members.map(({ account_id }) => account_id))]);
  const buyers = await buyersOf(tx, opened);
  const quiet = await organizationQuiet(tx);
  const now = tx.clock.now();
  const rows = opened.flatMap(({ id, customer_id, kind, subject_id }) => {
    const buyer = subject_id === null ? null : buyers.get(subject_id);
    return members
      .filter((one) => one.customer_id === customer_id && (!buyer || buyer === one.account_id))
      .map(({ account_id }) => {
        const choice = choices.get(account_id);
        const muted = choice?.muted.includes(kind) ?? false;
        const hours = [...quiet, ...(choice?.quiet ? [choice.quiet] : [])];
        return {
          organization_id,
          alert_id: id,
          account_id,
          state: muted ? 'muted' : 'waiting',
          due_at: kind === 'payment' ? now : sendAt(orgOf(tx).timeZone, now, hours),
          settled_at: muted ? now : null,
        };
      });
  });
  if (rows.length > 0)
    await tx.db
      .insertInto('electricity_notice')
      .values(rows)
      .onConflict((same) => same.doNothing())
      .execute();
}

async function buyersOf(tx: Ctx, opened: Opened[]): Promise<Map<string, string>> {
  const ids = opened.flatMap(({ subject_id }) => subject_id ?? []);
  if (ids.length === 0) return new Map();
  const rows = await tx.db
    .selectFrom('electricity_purchase')
    .select(['id', 'account_id'])
    .where(inOrg(tx))
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.flatMap(({ id, account_id }) => (account_id ? [[id, account_id] as const] : [])));
}

async function organizationQuiet(tx: Ctx): Promise<QuietHours[]> {
  const { quiet_from, quiet_to } = await getSettings(tx, electricitySettings);
  const [from, to] = [readTime(quiet_from), readTime(quiet_to)];
  return from === null || to === null || from === to ? [] : [{ from, to }];
}
