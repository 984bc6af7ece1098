import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { signingKey } from '../audit/index.ts';
import { type Config, KEY_FROM_BACKUP } from '../config/index.ts';
import type { Db } from '../ctx/index.ts';
import { deriveKey } from '../lib/derive-key.ts';
import { createSecretBox, isSealed, SecretBoxError } from '../lib/secretbox.ts';
import { folderId, writeFolderId } from './folder.ts';
import { InstallationRefused, placeOf } from './refuse.ts';

export type Installation = { id: string };

/** As it stands in the names of backups, and in the first line of each command. */
export const shortId = (id: string): string => id.slice(0, 8);

/** What tells one SECRET_KEY from another, and nothing about it. */
const printOf = (secretKey: string): string =>
  createHash('sha256').update(deriveKey(secretKey, 'installation')).digest('base64url').slice(0, 12);

/** Which installation this database is; null in one of a version that gave no ids. Only reads. */
export async function installationOf(system: Db): Promise<Installation | null> {
  const { rows } = await sql<{ there: boolean }>`
    select to_regclass('public.installation') is not null as there`.execute(system);
  if (!rows[0]?.there) return null;
  return (await system.selectFrom('installation').select('id').executeTakeFirst()) ?? null;
}

/**
 * Which installation this is, after settings, DATA_DIR, key and database were found to belong together. The first start
 * writes down what belongs together, and so does the first one of this version.
 * @param anyKey for a command that only reads, and may be given an earlier key on purpose
 * @param newKey for somebody who knows that the key is lost, and goes on with the present one
 * Throws InstallationRefused, and changes nothing then.
 */
export async function claimInstallation(
  system: Db,
  config: Config,
  { anyKey = false, newKey = false }: { anyKey?: boolean; newKey?: boolean } = {},
): Promise<Installation> {
  const { id } = await system.transaction().execute(async (tx) => {
    const row = await tx.selectFrom('installation').selectAll().forUpdate().executeTakeFirstOrThrow();
    const folder = folderId(config.DATA_DIR);
    if (folder && folder !== row.id)
      throw new InstallationRefused(
        `DATA_DIR and the database are of two installations: ${config.DATA_DIR} belongs to ${folder}, and ` +
          `${placeOf(config)} to ${row.id}. Set the DATA_DIR or the DATABASE_URL that belongs to the other.`,
      );
    const print = printOf(config.SECRET_KEY);
    if (row.key_print === print || anyKey) return row;
    const first = row.key_print === null && (await opensWhatIsThere(tx, config));
    if (!first && !newKey) throw new InstallationRefused(otherKey(config));
    await tx.updateTable('installation').set({ key_print: print }).execute();
    return row;
  });
  if (!folderId(config.DATA_DIR)) writeFolderId(config.DATA_DIR, id);
  return { id };
}

/** Whether what an earlier version sealed is of this key: the newest link of the audit, else stored credentials. */
async function opensWhatIsThere(tx: Db, config: Config): Promise<boolean> {
  const { rows: seals } = await sql<{ key_id: string }>`
    select key_id from audit_seal order by sealed_at desc limit 1`.execute(tx);
  if (seals[0]) return seals[0].key_id === signingKey(config.SECRET_KEY).id;
  const { rows } = await sql<{ value: string }>`
    select v.value #>> '{}' as value from setting, jsonb_each(setting.values) v
    where v.value #>> '{}' like 'v1.%'`.execute(tx);
  const sealed = rows.map(({ value }) => value).filter(isSealed);
  const box = createSecretBox(config.SECRET_KEY, 'settings');
  const isOfOtherKey = (value: string) => {
    try {
      box.open(value, '');
      return false;
    } catch (error) {
      return error instanceof SecretBoxError && error.fault === 'other_key';
    }
  };
  return sealed.length === 0 || !sealed.every(isOfOtherKey);
}

const otherKey = (config: Config): string =>
  `SECRET_KEY is not the one of this installation: what is stored in ${placeOf(config)} was sealed and signed with ` +
  'another. Set SECRET_KEY as it was, or bring back DATA_DIR/secret_key. ' +
  `${KEY_FROM_BACKUP} to ${config.DATA_DIR}/secret_key, and start again. Only when it is lost for good: ` +
  '"start --lost-key" goes on with the present key; stored credentials must then be entered again.';
