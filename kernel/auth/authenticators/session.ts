import { CompiledQuery } from 'kysely';
import type { Db } from '../../ctx/index.ts';
import type { AuthenticatorDefinition, AuthenticatorInput } from '../../http/index.ts';
import { askOnce, gather } from '../../lib/gather.ts';
import type { Clock } from '../../lib/time.ts';
import { cookieOpener } from '../keys.ts';
import { markUsed } from '../mark-used.ts';
import { keptOutBy } from '../provider-only.ts';
import { membershipJoin, PERSON_COLUMNS, type PersonRow, personFrom } from './person.ts';

/** Only where there is a provider is anybody kept out, and only there it is asked. */
const sessions = (provider: boolean) => `
  select a.place, s.id, s.expires_at, s.last_seen_at,
    ${provider ? `case when not s.by_provider then ${keptOutBy('s.user_id')} end as kept_out_by,` : ''}
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
  kept_out_by?: string | null;
};

/** Finds sessions by their tokens; look-ups at the same moment share one query, and those of one session a row. */
function sessionFinder(db: Db, clock: Clock, provider: boolean): (question: Question) => Promise<Row | undefined> {
  const text = sessions(provider);
  const find = async (asked: Question[]) => {
    const values = [asked.map(({ token }) => token), asked.map(({ wanted }) => wanted), clock.now()];
    const { rows } = await db.executeQuery<Row>(CompiledQuery.raw(text, values));
    const found = new Map(rows.map((row) => [row.place, row]));
    return asked.map((_, i) => found.get(i + 1));
  };
  return gather(askOnce(({ token, wanted }) => `${token} ${wanted}`, find));
}

/**
 * Authenticates the cookie of a person's session. Written by hand because better-auth's own look-up takes ten times as
 * long and knows no organization. Look-ups are grouped, because most requests need one.
 */
export const sessionAuthenticator: AuthenticatorDefinition = {
  name: 'session',
  prepare({ services, database, clock, config }) {
    const find = sessionFinder(database.system, clock, Boolean(config.OIDC_ISSUER));
    const look = async (token: string, { request, wanted }: AuthenticatorInput) => {
      const row = await find({ token, wanted });
      if (!row || row.kept_out_by) return null;
      const { auth } = services;
      auth.sessions.set(request, { id: row.id, token, userId: row.user_id, expiresAt: row.expires_at });
      markUsed(auth, clock, row.last_seen_at, (now) =>
        database.system.updateTable('auth_session').set({ last_seen_at: now }).where('id', '=', row.id).execute(),
      );
      return personFrom(auth, row, wanted, {
        countedAs: `session ${row.id}`,
        byCookie: true,
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
