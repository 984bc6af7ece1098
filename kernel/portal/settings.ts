import { Type } from 'typebox';
import { defineSettings } from '../settings/index.ts';

export const portalSettings = defineSettings({
  module: 'portal',
  schema: Type.Object({
    // Off until somebody wants it: codes by SMS cost money, and strangers ask for them.
    open: Type.Boolean({ default: false }),
  }),
});
