import { sql } from 'kysely';
import { sendToPerson } from '../../../kernel/channels/index.ts';
import { type Ctx, inOrg, onOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { formatNumber, inLanguage, localeIn, t } from '../../../kernel/i18n/index.ts';
import { literal } from '../../../kernel/lib/chat-markup.ts';
import { ok } from '../../../kernel/lib/result.ts';
import { sendMessage } from '../../../kernel/messages/index.ts';
import { accountPage } from '../../../kernel/portal/index.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { choicesOf, USUAL } from '../alerts/choices.query.ts';
import { CUSTOMER } from '../names.ts';
import { electricitySettings } from '../settings.ts';
import { monthName } from './draw-report.ts';
import { reportMessage } from './report.message.ts';
import { lastMonth, reportOf, scopeOf } from './report.query.ts';

const BATCH = 20;
/** From this hour of the first day on; a server that was off then catches up within the week. */
const HOUR = 7;
const DAYS = 7;

/** Whether last month's reports go out now, by the organization's clock. */
async function isTime(ctx: Ctx): Promise<boolean> {
  const { monthly_reports } = await getSettings(ctx, electricitySettings);
  const at = Temporal.Instant.fromEpochMilliseconds(ctx.clock.now().getTime()).toZonedDateTimeISO(orgOf(ctx).timeZone);
  return monthly_reports && at.day <= DAYS && (at.day > 1 || at.hour >= HOUR);
}

/**
 * Sends last month's report to the next members, each once: the mark and the outbox's rows are one transaction. True:
 * there may be more.
 */
export async function sendReports(ctx: Ctx): Promise<boolean> {
  if (!(await isTime(ctx))) return false;
  const month = lastMonth(ctx);
  const sent = await transaction(ctx, async (tx) => {
    const members = await membersWithout(tx, month);
    const choices = await choicesOf(tx, [...new Set(members.map(({ account_id }) => account_id))]);
    const page = await accountPage(tx);
    for (const member of members)
      await sendOne(tx, { ...member, month }, choices.get(member.account_id) ?? USUAL, page);
    return ok(members.length);
  });
  return sent.ok && sent.data === BATCH;
}

/** Members of customers whose meters used something in the month, in which they had them, who have not got its report. */
function membersWithout(tx: Ctx, month: string) {
  const lastDay = Temporal.PlainDate.from(month).with({ day: 31 }).toString();
  return tx.db
    .selectFrom('electricity_member as r')
    .innerJoin('portal_account as a', onOrg('a.id', 'r.account_id'))
    .innerJoin('person as p', onOrg('p.id', 'a.person_id'))
    .select(['r.customer_id', 'r.account_id', 'a.email', 'a.person_id', 'p.language'])
    .where(inOrg(tx, 'r'))
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('electricity_report_sent as s')
            .select(sql.lit(1).as('one'))
            .whereRef('s.organization_id', '=', 'r.organization_id')
            .whereRef('s.customer_id', '=', 'r.customer_id')
            .whereRef('s.account_id', '=', 'r.account_id')
            .where('s.month_on', '=', month),
        ),
      ),
    )
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('electricity_meter as m')
          .innerJoin('electricity_usage_month as u', onOrg('u.meter_id', 'm.id'))
          .select(sql.lit(1).as('one'))
          .whereRef('m.organization_id', '=', 'r.organization_id')
          .whereRef('m.customer_id', '=', 'r.customer_id')
          .where('u.month_on', '=', month)
          .where((of) => of.or([of('m.history_on', 'is', null), of('m.history_on', '<=', lastDay)])),
      ),
    )
    .orderBy('r.customer_id')
    .limit(BATCH)
    .forUpdate('r')
    .skipLocked()
    .execute();
}

type Wanted = Awaited<ReturnType<typeof membersWithout>>[number] & { month: string };

/** False when another run has marked it since this one looked. */
async function mark(tx: Ctx, { customer_id, account_id, month }: Wanted): Promise<boolean> {
  const marked = await tx.db
    .insertInto('electricity_report_sent')
    .values({
      organization_id: orgOf(tx).id,
      month_on: month,
      customer_id,
      account_id,
      ways: [],
      sent_at: tx.clock.now(),
    })
    .onConflict((same) => same.doNothing())
    .returning('account_id')
    .executeTakeFirst();
  return marked !== undefined;
}

async function sendOne(tx: Ctx, wanted: Wanted, choice: typeof USUAL, page: string | null): Promise<void> {
  if (!(await mark(tx, wanted))) return;
  const { customer_id, account_id, email, person_id, language, month } = wanted;
  const wants = !choice.muted.includes('report');
  const ways: string[] = [];
  if (wants && choice.email && email) {
    const subject = { type: CUSTOMER, id: customer_id };
    const params = { customerId: customer_id, month };
    await sendMessage(tx, { to: email, template: reportMessage, params, language, subject });
    ways.push('email');
  }
  const scope = wants && choice.chat ? await scopeOf(tx, { kind: 'customer', id: customer_id, own: true }) : null;
  if (scope?.ok) {
    const { total, holder } = await reportOf(tx, scope.data, month);
    const sent = await sendToPerson(tx, person_id, (spoken) => {
      const locale = localeIn(spoken, orgOf(tx).country);
      const kwh = (wh: number) => formatNumber(wh / 1000, { locale }, { maximumFractionDigits: 1 });
      return {
        text: t(inLanguage(tx, spoken), 'messages.electricity.report.chat', {
          month: monthName(month, locale),
          holder: literal(holder),
          kwh: kwh(total.used_wh),
          before: kwh(total.before_wh),
          link: `${tx.config.PUBLIC_URL}${page ?? ''}/electricity/reports`,
        }),
        about: 'electricity.report',
      };
    });
    if (sent.ok) ways.push('chat');
  }
  if (ways.length === 0) return;
  await tx.db
    .updateTable('electricity_report_sent')
    .set({ ways })
    .where(inOrg(tx))
    .where('month_on', '=', month)
    .where('customer_id', '=', customer_id)
    .where('account_id', '=', account_id)
    .execute();
}
