import { Type } from 'typebox';
import { defineSettings } from '../settings/index.ts';

/** How members sign in; an owner decides, since it keeps members out. */
export const authSettings = defineSettings({
  module: 'auth',
  schema: Type.Object({ single_sign_on_only: Type.Boolean({ default: false }) }),
  guarded: ['single_sign_on_only'],
  check: ({ single_sign_on_only }, { config }) =>
    single_sign_on_only && !config.OIDC_ISSUER ? { single_sign_on_only: 'auth.single_sign_on_off' } : {},
});
