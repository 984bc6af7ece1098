import { createPublicKey } from 'node:crypto';
import { sql } from 'kysely';
import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import type { DoorToken } from '../door/enter-door.ts';
import type { DeviceInput, Entered } from '../door-contract.ts';
import { DEVICE } from '../door-names.ts';
import { findDevice } from '../queries/staff-tokens.ts';
import { takeTurns } from '../records/lock.ts';

/**
 * A phone says its name and the key that it will sign queued scans with; the same key again is the same device, perhaps under another name,
 * unless the office has named it.
 * Refusals: `mess.device.key_malformed`.
 */
export async function registerDevice(ctx: Ctx, token: DoorToken, input: DeviceInput): Promise<Result<Entered>> {
  if (!isP256(input.public_key)) {
    return refuse('mess.device.key_malformed', undefined, { public_key: 'mess.device.key_malformed' });
  }
  return transaction(ctx, async (tx) => {
    const now = tx.clock.now();
    const id = newId(now.getTime());
    const said = input.name.trim() || token.name;
    await takeTurns(tx, 'devices');
    // What it scans must not pass for another door's.
    const name = (await isTaken(tx, token, said)) ? `${said} · ${token.name}`.slice(0, LONGEST_NAME) : said;
    const row = await tx.db
      .insertInto('mess_device')
      .values({
        organization_id: orgOf(tx).id,
        id,
        token_id: token.id,
        name,
        public_key: input.public_key,
        by_hand: token.role === 'supervisor',
        last_seen_at: now,
        created_at: now,
      })
      .onConflict((same) =>
        same.columns(['organization_id', 'token_id', 'public_key']).doUpdateSet({
          name: sql`case when mess_device.named_by_office then mess_device.name else ${name} end`,
          last_seen_at: now,
        }),
      )
      .returning('id')
      .executeTakeFirstOrThrow();
    if (row.id === id) {
      await audit(tx, 'mess.device.registered', { subject: { type: DEVICE, id }, after: { name, token: token.name } });
    }
    const device = await findDevice(tx, row.id);
    if (!device) return refuse('mess.device.not_found');
    const organization = orgOf(tx);
    return ok({
      organization: {
        id: organization.id,
        name: organization.name,
        time_zone: organization.timeZone,
        language: organization.language,
      },
      token: { id: token.id, name: token.name, role: token.role, valid_until: token.valid_until.toISOString() },
      device,
    });
  });
}

const LONGEST_NAME = 80;

/** Whether another token that is good, or a phone of it, has this name. */
async function isTaken(tx: Ctx, token: DoorToken, name: string): Promise<boolean> {
  const { rows } = await sql`
    select from mess_staff_token t left join mess_device d on d.organization_id = t.organization_id and d.token_id = t.id
    where t.organization_id = ${orgOf(tx).id} and t.id <> ${token.id} and t.revoked_at is null
      and t.valid_until > ${tx.clock.now()} and lower(${name}) in (lower(t.name), lower(d.name)) limit 1`.execute(
    tx.db,
  );
  return rows.length > 0;
}

function isP256(spki: string): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(spki, 'base64url'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1';
  } catch {
    return false;
  }
}
