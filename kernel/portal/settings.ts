import { Type } from 'typebox';
import { defineSettings } from '../settings/index.ts';

export const portalSettings = defineSettings({
  module: 'portal',
  schema: Type.Object({
    // Off by default: codes by SMS cost money, and strangers can request them.
    open: Type.Boolean({ default: false }),
  }),
});
