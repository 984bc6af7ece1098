/** The door of the room that publishes where the audit chains end. */
import { defineRoom } from '../module/index.ts';
import { headMail } from './head-mail.ts';
import { publishHeadsJob } from './publish-heads.job.ts';
import { auditHeadSettings } from './settings.ts';
import { tellWebhook } from './tell-webhook.job.ts';

export { publishHeads } from './publish-heads.ts';

export const auditHeadsRoom = defineRoom({
  name: 'audit_heads',
  settings: [auditHeadSettings],
  messages: [headMail],
  jobs: [publishHeadsJob, tellWebhook],
});
