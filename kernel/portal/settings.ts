import { Type } from 'typebox';
import { defineSettings } from '../settings/index.ts';

export const portalSettings = defineSettings({
  module: 'portal',
  schema: Type.Object({
    // Off by default: codes by SMS cost money, and strangers can request them.
    open: Type.Boolean({ default: false }),
    // A month, as on the phone that only its owner uses; a quarter of an hour where phones are shared. An access token
    // lives that long, so less would promise too much.
    idle_minutes: Type.Integer({ default: 43_200, minimum: 15, maximum: 43_200 }),
  }),
});
