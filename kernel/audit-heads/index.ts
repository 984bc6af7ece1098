/** Public API of the audit-heads package: it publishes the head of every audit chain. */
import { definePackage } from '../module/index.ts';
import { headMail } from './head-mail.ts';
import { postToWebhookJob } from './post-to-webhook.job.ts';
import { publishHeadsJob } from './publish-heads.job.ts';
import { auditHeadSettings } from './settings.ts';

export { publishHeads } from './publish-heads.ts';

export const auditHeadsPackage = definePackage({
  name: 'audit_heads',
  settings: [auditHeadSettings],
  messages: [headMail],
  jobs: [publishHeadsJob, postToWebhookJob],
});
