/** Limits that the page shows too. Without schemas, so that the page doesn't load their library. */

export const PASSWORD_LENGTH = { minLength: 10, maxLength: 128 };
export const CODE_LENGTH = 6;
export const CODE_MINUTES = 10;
/**
 * Wrong attempts per code. After them a new code has to be sent, which is throttled too: a chance of one in 200,000 per
 * code.
 */
export const MAX_FAILURES = 5;
