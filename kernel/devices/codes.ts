/** Enrolment codes: twelve characters that people read aloud and type; the first four are the organization's. */
import { createHash, createHmac } from 'node:crypto';
import type { Ctx } from '../ctx/index.ts';
import { parseShortId, shortId, UNAMBIGUOUS } from '../lib/ids.ts';

const OF_ORGANIZATION = 4;
/** 6.5e11 codes, each valid for a day at most: a thousand addresses that try all day find one in thousands of days. */
const RANDOM = 8;

/** The organization's part. It is no secret, and two organizations may share one: attempts are counted by it. */
function partOf(organizationId: string): string {
  const digest = createHash('sha256').update(organizationId).digest();
  return [...digest.subarray(0, OF_ORGANIZATION)].map((byte) => UNAMBIGUOUS[byte % UNAMBIGUOUS.length]).join('');
}

/** A new code, e.g. `7KQ2-M9XA-P3TB`. */
export function newCode(organizationId: string): string {
  return (partOf(organizationId) + shortId(RANDOM)).replace(/(.{4})(?=.)/g, '$1-');
}

/** Parses a typed code into the code and its organization's part; null when it is malformed. */
export function readCode(text: string): { code: string; part: string } | null {
  const code = parseShortId(text, OF_ORGANIZATION + RANDOM);
  return code === null ? null : { code, part: code.slice(0, OF_ORGANIZATION) };
}

/** What is stored instead of a code. */
export const hashCode = (ctx: Ctx, code: string): Buffer =>
  createHmac('sha256', ctx.services.devices.keys.code).update(code.replaceAll('-', '')).digest();
