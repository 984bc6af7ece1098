import { sql } from 'kysely';
import { audit } from '../../audit/index.ts';
import { type Ctx, orgOf } from '../../ctx/index.ts';
import { afterCommit, transaction } from '../../db/index.ts';
import { ok, type Result } from '../../lib/result.ts';
import { getSettings } from '../../settings/index.ts';
import type { Algorithm } from '../domain/token.ts';
import { makeKey } from '../key-material.ts';
import { forgetSigner } from '../keyring.ts';
import { credentialSettings } from '../settings.ts';

export type RotatedKey = { id: string; algorithm: Algorithm };

/**
 * A new key signs from now on, by the algorithm of the settings; the one before is retired, and its codes stay good.
 * Ordinary care once a year, the first step after a leak (`revokeKey` is the second), and how a changed algorithm takes
 * effect.
 */
export function rotateKey(ctx: Ctx): Promise<Result<RotatedKey>> {
  return transaction(ctx, async (tx) => {
    const { id: organizationId } = orgOf(tx);
    const { algorithm } = await getSettings(tx, credentialSettings, { fresh: true });
    const key = makeKey(tx.config, organizationId, algorithm as Algorithm);
    const at = tx.clock.now();
    const [, retired] = await Promise.all([
      // Two people rotating at once take turns; the second would see no active key and make another beside the first's.
      sql`select pg_advisory_xact_lock(hashtextextended(${`credential_key ${organizationId}`}, 0))`.execute(tx.db),
      tx.db
        .updateTable('credential_key')
        .set({ state: 'retired', retired_at: at })
        .where('organization_id', '=', orgOf(tx).id)
        .where('state', '=', 'active')
        .returning('id')
        .executeTakeFirst(),
      tx.db
        .insertInto('credential_key')
        .values({ ...key, organization_id: organizationId, created_at: at })
        .execute(),
    ]);
    await audit(tx, 'credentials.key.rotated', {
      subject: { type: 'credentials.key', id: key.id },
      before: { active_key: retired?.id ?? null },
      after: { active_key: key.id, algorithm: key.algorithm },
    });
    afterCommit(tx, () => forgetSigner(ctx));
    return ok({ id: key.id, algorithm: key.algorithm });
  });
}
