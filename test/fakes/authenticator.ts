/** A phone or security key in software: passkeys of P-256, attestation "none". https://www.w3.org/TR/webauthn-3/#sctn-authenticator-data */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest();
const text = (value: string) => Buffer.concat([Buffer.from([0x60 + value.length]), Buffer.from(value)]);
const bytes = (value: Buffer) => {
  const long = Buffer.alloc(3, 0x59);
  long.writeUInt16BE(value.length, 1);
  return Buffer.concat([long, value]);
};

type Key = { id: string; rpId: string; privateKey: KeyObject; user: string; count: number };
type Made = { challenge: string; rp: { id: string }; user: { id: string } };
type Wanted = { challenge: string; rpId: string };
/** What goes wrong: the page it is asked on, nobody unlocked it, a copy of it that counts from before, another's id. */
export type Lies = { origin?: string; rpId?: string; locked?: boolean; count?: number; id?: string };

export function newAuthenticator(origin: string) {
  const keys: Key[] = [];
  const clientData = (type: string, challenge: string, lies: Lies) =>
    Buffer.from(JSON.stringify({ type, challenge, origin: lies.origin ?? origin, crossOrigin: false }));
  const authData = (rpId: string, count: number, lies: Lies, rest = Buffer.alloc(0)) => {
    const head = Buffer.alloc(5);
    head[0] = 0x01 | (lies.locked ? 0 : 0x04) | (rest.length > 0 ? 0x40 : 0);
    head.writeUInt32BE(count, 1);
    return Buffer.concat([sha256(lies.rpId ?? rpId), head, rest]);
  };
  return {
    keys,
    /** The body of POST /session/passkeys. */
    make({ challenge, rp, user }: Made, lies: Lies = {}, name = 'Phone') {
      const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
      const id = lies.id ? Buffer.from(lies.id, 'base64url') : randomBytes(32);
      const key = Buffer.concat([
        Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 32]),
        Buffer.from(x, 'base64url'),
        Buffer.from([0x22, 0x58, 32]),
        Buffer.from(y, 'base64url'),
      ]);
      const credential = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, key]);
      const attestation = Buffer.concat([
        Buffer.from([0xa3]),
        text('fmt'),
        text('none'),
        text('attStmt'),
        Buffer.from([0xa0]),
        text('authData'),
        bytes(authData(rp.id, 1, lies, credential)),
      ]);
      keys.push({ id: id.toString('base64url'), rpId: rp.id, privateKey, user: user.id, count: 1 });
      return {
        name,
        id: id.toString('base64url'),
        client_data: clientData('webauthn.create', challenge, lies).toString('base64url'),
        attestation: attestation.toString('base64url'),
        transports: ['internal'],
      };
    },
    /** The body of POST /auth/passkey. */
    sign({ challenge, rpId }: Wanted, lies: Lies = {}, key = keys.at(-1)) {
      if (!key) throw new Error('no key');
      key.count += 1;
      const data = authData(rpId, lies.count ?? key.count, lies);
      const client = clientData('webauthn.get', challenge, lies);
      return {
        id: key.id,
        client_data: client.toString('base64url'),
        authenticator_data: data.toString('base64url'),
        signature: sign('sha256', Buffer.concat([data, sha256(client)]), key.privateKey).toString('base64url'),
        user_handle: key.user,
      };
    },
  };
}
