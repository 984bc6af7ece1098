import { Type } from 'typebox';
import { defineSettings } from '../settings/index.ts';

/** The algorithm of new keys. A change takes effect when the key is rotated. */
export const credentialSettings = defineSettings({
  module: 'credentials',
  schema: Type.Object({ algorithm: Type.Enum(['ed25519', 'hmac-sha256'], { default: 'ed25519' }) }),
});
