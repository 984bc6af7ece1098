import { sql } from 'kysely';
import { audit } from '../../audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../ctx/index.ts';
import { afterCommit, transaction } from '../../db/index.ts';
import { ok, type Result } from '../../lib/result.ts';
import { getSettings } from '../../settings/index.ts';
import type { Algorithm } from '../domain/token.ts';
import { makeKey } from '../key-material.ts';
import { forgetSigner } from '../keyring.ts';
import { credentialSettings } from '../settings.ts';

export type RotatedKey = { id: string; algorithm: Algorithm };

/**
 * Makes a new signing key, with the algorithm of the settings. The earlier one is retired; its codes stay valid. Use it
 * once a year, as the first step after a leak (`revokeKey` is the second), and after changing the algorithm.
 */
export function rotateKey(ctx: Ctx): Promise<Result<RotatedKey>> {
  return transaction(ctx, async (tx) => {
    const { id: organizationId } = orgOf(tx);
    const { algorithm } = await getSettings(tx, credentialSettings, { fresh: true });
    const key = makeKey(tx.config, organizationId, algorithm as Algorithm);
    const at = tx.clock.now();
    const [, retired] = await Promise.all([
      // Simultaneous rotations take turns; otherwise the second would find no active key and make another.
      sql`select pg_advisory_xact_lock(hashtextextended(${`credential_key ${organizationId}`}, 0))`.execute(tx.db),
      tx.db
        .updateTable('credential_key')
        .set({ state: 'retired', retired_at: at })
        .where(inOrg(tx))
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
