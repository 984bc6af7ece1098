/** Public API of the the package that publishes where the audit chains end. */
import { definePackage } from '../module/index.ts';
import { headMail } from './head-mail.ts';
import { publishHeadsJob } from './publish-heads.job.ts';
import { auditHeadSettings } from './settings.ts';
import { tellWebhook } from './tell-webhook.job.ts';

export { publishHeads } from './publish-heads.ts';

export const auditHeadsPackage = definePackage({
  name: 'audit_heads',
  settings: [auditHeadSettings],
  messages: [headMail],
  jobs: [publishHeadsJob, tellWebhook],
});
