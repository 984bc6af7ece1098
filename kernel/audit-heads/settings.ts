import { Type } from 'typebox';
import { defineSettings } from '../settings/index.ts';

export const auditHeadSettings = defineSettings({
  module: 'audit_heads',
  schema: Type.Object({
    mail: Type.Boolean({ default: true }),
    webhook_url: Type.String({ default: '', maxLength: 500, pattern: '^$|^https?://[^\\s/?#]+' }),
  }),
  // By what reads it: the pattern alone lets through what is no address.
  check: ({ webhook_url: url }) => ({ webhook_url: url && !URL.canParse(url) ? 'settings.invalid_value' : undefined }),
});
