import type { Db, Organization } from '../ctx/index.ts';

/** How long the token before is good once the next has been used: for requests that were under way with it. */
const OVERLAP_MS = 3_600_000;

type Used = { organization: Organization; deviceId: string; tokenId: string };

/**
 * A token comes for the first time, so its device has it: the enrolment code is spent, and the tokens before it end
 * within the hour. Not at the moment when it was given out: that answer may have been lost, and the device would have
 * nothing to come back with.
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
    // One that ends by itself is beside the others, not in their place.
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

/** The device came with what it got for its code. */
export async function spendCode(db: Db, organizationId: string, deviceId: string): Promise<void> {
  await db
    .updateTable('device')
    .set({ code_hash: null, code_expires_at: null })
    .where('organization_id', '=', organizationId)
    .where('id', '=', deviceId)
    .where('code_hash', 'is not', null)
    .execute();
}
