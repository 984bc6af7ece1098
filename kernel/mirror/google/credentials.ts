import { Type } from 'typebox';
import { Value } from 'typebox/value';

/**
 * The fields we need of a service account's key file:
 * https://developers.google.com/identity/protocols/oauth2/service-account
 */
const KeyFile = Type.Object({
  type: Type.Literal('service_account'),
  client_email: Type.String({ minLength: 3 }),
  private_key: Type.String({ pattern: '^-----BEGIN PRIVATE KEY-----' }),
  private_key_id: Type.Optional(Type.String()),
  token_uri: Type.String({ pattern: '^https?://' }),
});

export type Credentials = {
  email: string;
  /** PKCS 8, PEM */
  privateKey: string;
  keyId: string | undefined;
  tokenUri: string;
};

/** The key file's content, or null when it isn't one. */
export function readCredentials(json: string): Credentials | null {
  let file: unknown;
  try {
    file = JSON.parse(json);
  } catch {
    return null;
  }
  if (!Value.Check(KeyFile, file)) return null;
  const { client_email, private_key, private_key_id, token_uri } = file;
  return { email: client_email, privateKey: private_key, keyId: private_key_id, tokenUri: token_uri };
}
