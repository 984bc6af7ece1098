import { base32 } from '@better-auth/utils/base32';
import { createOTP } from '@better-auth/utils/otp';

/** The code that an authenticator app shows for this address, `steps` of 30 s from now. */
export async function codeOf(otpauthUri: string, steps = 0): Promise<string> {
  const secret = new URL(otpauthUri).searchParams.get('secret') ?? '';
  const text = new TextDecoder().decode(base32.decode(secret));
  return createOTP(text).hotp(Math.floor(Date.now() / 30_000) + steps);
}
