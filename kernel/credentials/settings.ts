import { Type } from 'typebox';
import { defineSettings } from '../settings/index.ts';

/** How new keys sign. Rotating the key puts a change into force. */
export const credentialSettings = defineSettings({
  module: 'credentials',
  schema: Type.Object({ algorithm: Type.Enum(['ed25519', 'hmac-sha256'], { default: 'ed25519' }) }),
});
