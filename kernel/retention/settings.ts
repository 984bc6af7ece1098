import { Type } from 'typebox';
import { defineSettings } from '../settings/index.ts';

/**
 * How many days an organization keeps what is no book of account. The least terms: what may still be tried again or
 * must be known when it comes a second time. The most: nobody needs a copy of what was sent after ten years.
 */
export const retentionSettings = defineSettings({
  module: 'retention',
  schema: Type.Object({
    inbox_days: Type.Integer({ default: 30, minimum: 14, maximum: 365 }),
    sheet_days: Type.Integer({ default: 400, minimum: 30, maximum: 3650 }),
    import_days: Type.Integer({ default: 30, minimum: 1, maximum: 365 }),
  }),
});
