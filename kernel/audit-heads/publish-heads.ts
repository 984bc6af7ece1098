import { appendFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { headText, NO_ORGANIZATION } from '../audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../ctx/index.ts';
import { enterOrganization, transaction } from '../db/index.ts';
import { enqueue } from '../jobs/index.ts';
import { ok } from '../lib/result.ts';
import { sendMessage } from '../messages/index.ts';
import { getSettings } from '../settings/index.ts';
import { headMail } from './head-mail.ts';
import { postToWebhookJob } from './post-to-webhook.job.ts';
import { auditHeadSettings } from './settings.ts';

type Row = {
  organization_id: string;
  sequence: number;
  hash: Buffer;
  sealed_at: Date;
  before: number | null;
  kept: boolean | null;
};

/**
 * Publishes the head of every audit chain outside the database: in the log and in the file of AUDIT_HEADS_FILE. When
 * the chain has grown, the owners get it by mail, and the organization's webhook receives it. Called without an
 * organization. A second run sends nothing twice. Returns the number of chains.
 */
export async function publishHeads(ctx: Ctx): Promise<number> {
  // Raw SQL: lateral joins read better in SQL.
  const { rows } = await sql<Row>`
    select c.organization_id, s.sequence, s.hash, s.sealed_at, h.sequence as before,
      (select k.hash = h.hash from audit_seal k where k.organization_id = c.organization_id and k.sequence = h.sequence) as kept
    from (select id as organization_id from organization union all select ${NO_ORGANIZATION}::uuid) c
    cross join lateral (select sequence, hash, sealed_at from audit_seal
      where organization_id = c.organization_id order by sequence desc limit 1) s
    left join audit_head h on h.organization_id = c.organization_id
    order by c.organization_id`.execute(ctx.system);
  for (const row of rows) {
    const hash = row.hash.toString('hex');
    const { sequence, organization_id: organizationId, sealed_at } = row;
    const head = headText({ organizationId, sequence, hash });
    const detail = { organization: organizationId, head, sealed_at: sealed_at.toISOString() };
    ctx.log.info(detail, 'audit head');
    if (row.before !== null && !row.kept)
      ctx.log.error(detail, 'the audit chain no longer leads through the head that was published before');
    const { AUDIT_HEADS_FILE: file } = ctx.config;
    if (file) await appendFile(file, `${JSON.stringify({ at: ctx.clock.now().toISOString(), ...detail })}\n`);
    const inside = organizationId === NO_ORGANIZATION ? null : await enterOrganization(ctx, { id: organizationId });
    if (inside && row.before !== sequence)
      await mailAndPost(inside, { head, hash, sequence, sealedAt: detail.sealed_at });
  }
  return rows.length;
}

type Found = { head: string; hash: string; sequence: number; sealedAt: string };

async function mailAndPost(ctx: Ctx, { head, hash, sequence, sealedAt }: Found): Promise<void> {
  const { mail, webhook_url } = await getSettings(ctx, auditHeadSettings, { fresh: true });
  await transaction(ctx, async (tx) => {
    // When two runs overlap, the second finds the row up to date and sends nothing.
    const row = { sequence, hash: Buffer.from(hash, 'hex'), published_at: tx.clock.now() };
    const marked = await tx.db
      .insertInto('audit_head')
      .values({ organization_id: orgOf(tx).id, ...row })
      .onConflict((on) => on.column('organization_id').doUpdateSet(row).where('audit_head.hash', '<>', row.hash))
      .executeTakeFirstOrThrow();
    if (marked.numInsertedOrUpdatedRows === 0n) return ok(null);
    const owners = mail ? await ownersOf(tx) : [];
    await Promise.all(
      owners.map(({ id, email, language }) =>
        sendMessage(tx, {
          to: email,
          template: headMail,
          params: { head, sequence, sealedAt },
          ...(language && { language }),
          subject: { type: 'auth.user', id },
        }),
      ),
    );
    if (webhook_url) await enqueue(tx, postToWebhookJob, { head, sequence, hash, sealed_at: sealedAt });
    return ok(null);
  });
}

function ownersOf(tx: Ctx) {
  return tx.db
    .selectFrom('membership as m')
    .innerJoin('auth_user as u', 'u.id', 'm.user_id')
    .select(['u.id', 'u.email', 'u.language'])
    .where(inOrg(tx, 'm'))
    .where('m.role', '=', 'owner')
    .orderBy('u.id')
    .execute();
}
