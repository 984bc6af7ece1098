import { CompiledQuery } from 'kysely';
import type { Db } from '../../ctx/index.ts';
import { type AuthenticatorDefinition, type AuthenticatorInput, SenderMemory } from '../../http/index.ts';
import { askOnce, gather } from '../../lib/gather.ts';
import type { Clock } from '../../lib/time.ts';
import { cookieOpener } from '../keys.ts';
import { markUsed } from '../mark-used.ts';
import { membershipJoin, PERSON_COLUMNS, type PersonRow, personFrom } from './person.ts';

const SESSIONS = `
  select a.place, s.id, s.expires_at, s.last_seen_at,
    coalesce(a.wanted, s.active_organization_id) as chosen, concat_ws(' ', s.xmin, u.xmin, m.xmin, o.xmin) as version,
    ${PERSON_COLUMNS}
  from unnest($1::text[], $2::uuid[]) with ordinality a (token, wanted, place)
  join auth_session s on s.token = a.token join auth_user u on u.id = s.user_id ${membershipJoin('s.active_organization_id', 'a.wanted')}
  where s.expires_at > $3`;

type Question = { token: string; wanted: string | null };
type Row = PersonRow & {
  place: number;
  id: string;
  expires_at: Date;
  last_seen_at: Date | null;
  /** the organization that the request or the session names; null: the person's only one */
  chosen: string | null;
  /** of all rows: a row that is written gets another xmin */
  version: string;
};

// A function of the database, since requests can't read sessions there.
const CONFIRM = 'select from confirm_sessions($1::uuid[], $2::text[])';

/** Finds sessions by their tokens; look-ups at the same moment share one query, and those of one session a row. */
export function sessionFinder(db: Db, clock: Clock): (question: Question) => Promise<Row | undefined> {
  const find = async (asked: Question[]) => {
    const values = [asked.map(({ token }) => token), asked.map(({ wanted }) => wanted), clock.now()];
    const { rows } = await db.executeQuery<Row>(CompiledQuery.raw(SESSIONS, values));
    const found = new Map(rows.map((row) => [row.place, row]));
    return asked.map((_, i) => found.get(i + 1));
  };
  return gather(askOnce(({ token, wanted }) => `${token} ${wanted}`, find));
}

/**
 * Authenticates the cookie of a person's session. Written by hand because better-auth's own look-up takes ten times as
 * long (design.md, 6) and knows no organization. Look-ups are grouped, because most requests need one.
 */
export const sessionAuthenticator: AuthenticatorDefinition = {
  name: 'session',
  prepare({ services, database, clock }) {
    const find = sessionFinder(database.system, clock);
    const memory = new SenderMemory<Row>(clock, CONFIRM);
    const ask = async (shown: string, question: Question): Promise<Row | undefined> => {
      const row = await find(question);
      // Which organization is a person's only one may change without a change of these rows.
      memory.keep(shown, row?.chosen && row.organization_id ? row : undefined);
      return row;
    };
    const look = async (token: string, { request, wanted, orRemembered }: AuthenticatorInput) => {
      const shown = `${token} ${wanted}`;
      const known = orRemembered ? memory.recall(shown) : undefined;
      const row = known ?? (await ask(shown, { token, wanted }));
      if (!row) return null;
      const { auth } = services;
      auth.sessions.set(request, { id: row.id, token, userId: row.user_id, expiresAt: row.expires_at });
      markUsed(auth, clock, row.last_seen_at, (now) =>
        database.system.updateTable('auth_session').set({ last_seen_at: now }).where('id', '=', row.id).execute(),
      );
      return personFrom(row, wanted, {
        countedAs: `session ${row.id}`,
        byCookie: true,
        ...(known && { remembered: memory.toConfirm(known, known.id) }),
      });
    };
    const opened = cookieOpener(services.auth.cookieSecret);
    return (input) => {
      const { request, bearer } = input;
      if (bearer !== null) return null;
      const cookie = request.cookies[services.auth.cookieName];
      const token = cookie ? opened(cookie) : null;
      return token === null ? null : look(token, input);
    };
  },
};
