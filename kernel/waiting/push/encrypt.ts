/**
 * A push message as RFC 8291 encrypts it for one browser: the push service in between can't read it. By hand, since the
 * packages with a licence for us still write the draft before the RFC, which push services are giving up
 * (docs/decisions/0966-notifications-on-devices.md).
 */
import { createCipheriv, createECDH, ECDH, hkdfSync, randomBytes } from 'node:crypto';

/** What a browser gives us with its address: its public key (65 bytes, P-256) and a secret (16 bytes), both base64url. */
export type BrowserKeys = { p256dh: string; auth: string };

const CURVE = 'prime256v1';
/** One record holds the whole message; push services take 4096 bytes in all. */
const RECORD_BYTES = 4096;
const MAX_BYTES = 3993;

/** Whether a message can be encrypted with them; a point that is not on the curve could give the key away. */
export function areKeys({ p256dh, auth }: BrowserKeys): boolean {
  const point = Buffer.from(p256dh, 'base64url');
  if (point.length !== 65 || point[0] !== 4 || Buffer.from(auth, 'base64url').length !== 16) return false;
  try {
    ECDH.convertKey(point, CURVE);
    return true;
  } catch {
    return false;
  }
}

/** @param made the key of one message and its salt: random; given only by the test with the RFC's own values */
export function encrypt(text: string, browser: BrowserKeys, made?: { privateKey: Buffer; salt: Buffer }): Buffer {
  const plain = Buffer.from(text);
  if (plain.length > MAX_BYTES) throw new Error('a push message is longer than push services take');
  const ecdh = createECDH(CURVE);
  if (made) ecdh.setPrivateKey(made.privateKey);
  else ecdh.generateKeys();
  const salt = made?.salt ?? randomBytes(16);
  const [theirs, ours] = [Buffer.from(browser.p256dh, 'base64url'), ecdh.getPublicKey()];
  const derive = (key: NodeJS.ArrayBufferView, by: Buffer, info: Buffer | string, bytes: number) =>
    Buffer.from(hkdfSync('sha256', key, by, info, bytes));
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), theirs, ours]);
  const key = derive(ecdh.computeSecret(theirs), Buffer.from(browser.auth, 'base64url'), info, 32);
  const content = derive(key, salt, 'Content-Encoding: aes128gcm\0', 16);
  const nonce = derive(key, salt, 'Content-Encoding: nonce\0', 12);
  const cipher = createCipheriv('aes-128-gcm', content, nonce);
  // 2: the last record (RFC 8188).
  const sealed = [cipher.update(plain), cipher.update(Buffer.from([2])), cipher.final(), cipher.getAuthTag()];
  const size = Buffer.alloc(4);
  size.writeUInt32BE(RECORD_BYTES);
  return Buffer.concat([salt, size, Buffer.from([ours.length]), ours, ...sealed]);
}
