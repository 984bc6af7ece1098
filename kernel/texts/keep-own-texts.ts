/** Keeps what `t` says instead of ours as the database has it, so that no message needs a query for it. */
import { type Ctx, inOrg, orgOf } from '../ctx/index.ts';
import { setOwnTexts } from '../i18n/index.ts';
import type { Boot } from '../module/index.ts';
import { editableIn } from './editable.ts';
import { faultOf } from './own-text.rule.ts';

/** How long another process may still say the former text. */
const EVERY_MS = 5000;
/** A transaction may commit some time after the moment that it writes down. */
const LATE_MS = 60_000;

type Row = { organization_id: string; language: string; key: string; text: string | null };

/** Takes over what one organization has now, for the process in which it was changed. */
export async function takeOver(ctx: Ctx): Promise<void> {
  const rows = await ctx.db
    .selectFrom('own_text')
    .select(['organization_id', 'language', 'key', 'text'])
    .where(inOrg(ctx))
    .where('text', 'is not', null)
    .execute();
  use(orgOf(ctx).id, rows);
}

/** Reads all of them once, then those of organizations that changed some. */
export async function keepOwnTexts({ database, clock, log }: Boot): Promise<{ stop(): Promise<void> }> {
  const read = async (since: Date | null) => {
    let asked = database.system.selectFrom('own_text').select(['organization_id', 'language', 'key', 'text']);
    if (since)
      asked = asked.where('organization_id', 'in', (eb) =>
        eb.selectFrom('own_text').select('organization_id').where('updated_at', '>', since),
      );
    const found = Map.groupBy(await asked.execute(), (row) => row.organization_id);
    for (const [organizationId, rows] of found) use(organizationId, rows);
  };
  let seen = clock.now();
  await read(null);
  const look = async () => {
    const now = clock.now();
    await read(new Date(seen.getTime() - LATE_MS));
    seen = now;
  };
  let under: Promise<void> | undefined;
  const timer = setInterval(() => {
    under ??= look()
      .catch((error) => log.warn({ err: error }, 'own texts are as they were'))
      .finally(() => {
        under = undefined;
      });
  }, EVERY_MS).unref();
  return {
    async stop() {
      clearInterval(timer);
      await under;
    },
  };
}

/** Those that fit: a text of which a newer version changed the placeholders is left unused. */
function use(organizationId: string, rows: Row[]): void {
  const fitting = rows.flatMap(({ language, key, text }): [string, string][] => {
    const ours = editableIn(language).get(key);
    return ours && text !== null && !faultOf(ours, text) ? [[`${language} ${key}`, text]] : [];
  });
  setOwnTexts(organizationId, new Map(fitting));
}
