import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import { dayIn } from '../../../kernel/lib/time.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { timeFault, trueTime } from '../../../kernel/scanner/contract.ts';
import { EXHIBITION } from '../exhibitions/save-exhibition.action.ts';
import type { HandedIn, HandInVisits } from './contract.ts';
import { isOpen } from './enter.rule.ts';
import { ownEntrance } from './entrances.query.ts';
import { bindEntrance, knownVisits, lockCustomers, VISIT } from './let-in.action.ts';

/** A weekend without a network. */
const HOURS = 72;

type Outcome = HandedIn['results'][number];

/**
 * Counts the visits of a phone that had no network, each on its day: they happened, so one more on a day is counted too
 * where people come once. The same again changes nothing. What can't have been a visit here is refused, and the audit
 * entry says how many were. An ended scanner may still hand in what it did before.
 */
export async function handIn(ctx: Ctx, input: HandInVisits): Promise<Result<HandedIn>> {
  const own = await ownEntrance(ctx);
  if (!own.ok) return own;
  const { id: device_id, name: entrance, since, until, exhibition } = own.data;
  const [now, sentAt] = [ctx.clock.now(), new Date(input.sent_at)];
  const skewMs = now.getTime() - sentAt.getTime();
  const { id: organization_id, timeZone } = orgOf(ctx);
  const counted = await transaction<Outcome[]>(ctx, async (tx) => {
    // Also makes two uploads of one queue take turns, so that the second sees what the first one wrote.
    const here = await lockCustomers(tx, [...new Set(input.visits.map(({ customer_id }) => customer_id))]);
    const known = await knownVisits(
      tx,
      device_id,
      input.visits.map(({ key }) => key),
    );
    const visits = firstOfEach(input.visits).map(({ key, customer_id, at: claimed }) => {
      const fault = timeFault(new Date(claimed), { sentAt, now, since, until, hours: HOURS });
      const at = trueTime(new Date(claimed), skewMs, now);
      const day = dayIn(timeZone, at);
      const of = here.get(customer_id);
      const reason: Outcome['reason'] =
        fault ??
        (of === undefined
          ? 'not_registered'
          : of !== exhibition.id
            ? 'other_exhibition'
            : isOpen(exhibition, day)
              ? null
              : 'not_open');
      return { key, customer_id, at, day, reason };
    });
    const fresh = visits.filter(({ key, reason }) => reason === null && !known.has(key));
    const came = await daysOf(
      tx,
      fresh.map(({ customer_id }) => customer_id),
    );
    const rows = fresh.map(({ key, customer_id, at, day }) => {
      const first = !came.has(`${customer_id} ${day}`);
      came.add(`${customer_id} ${day}`);
      return {
        organization_id,
        id: newId(now.getTime()),
        exhibition_id: exhibition.id,
        customer_id,
        day,
        at,
        received_at: now,
        offline: true,
        first,
        device_id,
        entrance,
        scan_key: key,
      };
    });
    const results = visits.map(({ key, reason }): Outcome => {
      if (known.has(key)) return { key, state: 'known', reason: null };
      return { key, state: reason === null ? 'counted' : 'refused', reason };
    });
    const refused = results.filter(({ state }) => state === 'refused').length;
    if (rows.length > 0) {
      await bindEntrance(tx, own.data);
      await tx.db.insertInto('exhibition_visit').values(rows).execute();
      publish(tx, VISIT);
    }
    if (rows.length + refused > 0) {
      await audit(tx, 'exhibition.visits.handed_in', {
        subject: { type: EXHIBITION, id: exhibition.id },
        after: { name: entrance, counted: rows.length, refused },
      });
    }
    return ok(results);
  });
  if (!counted.ok) return counted;
  const ended = until !== null && until <= now;
  return ok({ results: counted.data, skew_seconds: Math.round(skewMs / 1000), ended });
}

/** A queue may hold a key twice; it is one visit. */
function firstOfEach(visits: HandInVisits['visits']): HandInVisits['visits'] {
  const seen = new Set<string>();
  return visits.filter(({ key }) => !seen.has(key) && seen.add(key));
}

/** The days on which somebody is a visitor already: `<customer> <day>`. */
async function daysOf(tx: Ctx, customers: string[]): Promise<Set<string>> {
  const rows = await tx.db
    .selectFrom('exhibition_visit')
    .select(['customer_id', 'day'])
    .where(inOrg(tx))
    .where((eb) => eb('customer_id', '=', eb.fn.any(eb.val(customers))))
    .where('first', '=', true)
    .execute();
  return new Set(rows.map(({ customer_id, day }) => `${customer_id} ${day}`));
}
