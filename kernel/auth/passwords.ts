/** Passwords are hashed as better-auth does (scrypt), which loads at the first one. */
const crypto = () => import('better-auth/crypto');

/** Takes some 60 ms: call it outside a transaction. */
export const hashPassword = async (password: string): Promise<string> => (await crypto()).hashPassword(password);

export const verifyPassword = async (given: { hash: string; password: string }): Promise<boolean> =>
  (await crypto()).verifyPassword(given);
