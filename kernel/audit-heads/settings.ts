import { Type } from 'typebox';
import { defineSettings } from '../settings/index.ts';

export const auditHeadSettings = defineSettings({
  module: 'audit_heads',
  schema: Type.Object({
    mail: Type.Boolean({ default: true }),
    webhook_url: Type.String({ default: '', maxLength: 500, pattern: '^$|^https?://[^\\s/?#]+' }),
  }),
});
