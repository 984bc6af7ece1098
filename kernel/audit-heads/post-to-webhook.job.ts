import { Type } from 'typebox';
import { orgOf } from '../ctx/index.ts';
import { defineJob } from '../jobs/index.ts';
import { exchange, policyOf } from '../outbound/index.ts';
import { getSettings } from '../settings/index.ts';
import { auditHeadSettings } from './settings.ts';

/** Posts a head to the address that the organization has chosen; tried again until the address answers with success. */
export const postToWebhookJob = defineJob({
  name: 'audit_heads.webhook',
  schema: Type.Object({
    head: Type.String(),
    sequence: Type.Integer(),
    hash: Type.String(),
    sealed_at: Type.String(),
  }),
  async run(ctx, data) {
    const { webhook_url: url } = await getSettings(ctx, auditHeadSettings, { fresh: true });
    if (!url) return;
    const { id, name } = orgOf(ctx);
    const { status } = await exchange({
      method: 'POST',
      url,
      policy: policyOf(ctx.config),
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ organization: { id, name }, ...data }),
      timeouts: { reply: 20_000 },
    });
    if (status < 200 || status >= 300) throw new Error(`the webhook answered ${status}`);
  },
});
