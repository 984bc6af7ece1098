import type { Db, Organization } from '../ctx/index.ts';

/** Milliseconds for which the earlier token works after the first use of the next: for requests under way. */
const OVERLAP_MS = 3_600_000;

type Used = { organization: Organization; deviceId: string; tokenId: string };

/**
 * Handles the first use of a token, which proves that the device has it: the enrolment code is used up, and earlier
 * tokens end within the hour. This does not happen when the token is issued, because that answer may be lost, and the
 * device would then have no valid credentials.
 */
export async function firstUse(system: Db, now: Date, { organization, deviceId, tokenId }: Used): Promise<void> {
  await system.transaction().execute(async (db) => {
    const token = await db
      .updateTable('device_token')
      .set({ used_at: now })
      .where('organization_id', '=', organization.id)
      .where('id', '=', tokenId)
      .where('used_at', 'is', null)
      .returning('expires_at')
      .executeTakeFirst();
    if (!token) return;
    await spendCode(db, organization.id, deviceId);
    // A token with an expiry is in addition to the others and replaces none.
    if (token.expires_at !== null) return;
    await db
      .updateTable('device_token')
      .set({ expires_at: new Date(now.getTime() + OVERLAP_MS) })
      .where('organization_id', '=', organization.id)
      .where('device_id', '=', deviceId)
      .where('id', '<>', tokenId)
      .where('expires_at', 'is', null)
      .execute();
  });
}

/** The device has used what it got for its code. */
export async function spendCode(db: Db, organizationId: string, deviceId: string): Promise<void> {
  await db
    .updateTable('device')
    .set({ code_hash: null, code_expires_at: null })
    .where('organization_id', '=', organizationId)
    .where('id', '=', deviceId)
    .where('code_hash', 'is not', null)
    .execute();
}
