/**
 * A stand-in for a vending service, for tests and the demo: tokens have the form of STS and open no real meter, since a
 * cipher of our own takes the place of the secret one.
 */
import { createHmac } from 'node:crypto';
import { ok, refuse } from '../../../kernel/lib/result.ts';
import {
  type BaseDate,
  CREDIT_CLASS,
  creditBlock,
  decodeAmount,
  encodeAmount,
  isMeterNumber,
  nextTokenId,
  readCreditBlock,
  readTokenDigits,
  tokenDigits,
} from './sts.rule.ts';
import type { StsMeter, StsToken, StsVending } from './sts-vending.ts';

const WATT_HOURS = 100;
const BASE: BaseDate = 2014;
const HALF = 0xffff_ffffn;

/** @param secret what vending and meters share */
export function stsStandIn(secret: string, now: () => Date): StsVending {
  const issued = new Map<string, StsToken>();
  const last = new Map<string, number>();
  return {
    async issue({ reference, meter, wattHours }) {
      const before = issued.get(reference);
      if (before) return ok(before);
      if (!isMeterNumber(meter.number) || !/^[0-9]{6}$/.test(meter.supplyGroup)) return refuse('electricity.sts_meter');
      const tokenId = nextTokenId(now(), BASE, last.get(meter.number) ?? null);
      const amount = encodeAmount(Math.floor(wattHours / WATT_HOURS));
      const block = creditBlock({ random: tokenId % 16, tokenId, amount });
      const token = tokenDigits(encipher(keyOf(secret, meter), block), CREDIT_CLASS);
      const made = { token, tokenId, wattHours: decodeAmount(amount) * WATT_HOURS };
      issued.set(reference, made);
      last.set(meter.number, tokenId);
      return ok(made);
    },
  };
}

/** The meter's side: what a token gives, once; null when it is none of this meter, or was used. */
export function stsMeter(secret: string, meter: StsMeter) {
  const used = new Set<number>();
  return (typed: string): { wattHours: number; tokenId: number } | null => {
    const read = readTokenDigits(typed);
    const said =
      read?.tokenClass === CREDIT_CLASS ? readCreditBlock(decipher(keyOf(secret, meter), read.encrypted)) : null;
    if (!said || used.has(said.tokenId)) return null;
    used.add(said.tokenId);
    return { wattHours: decodeAmount(said.amount) * WATT_HOURS, tokenId: said.tokenId };
  };
}

const keyOf = (secret: string, { number, supplyGroup, tariffIndex, keyRevision }: StsMeter) =>
  createHmac('sha256', secret).update(`${number} ${supplyGroup} ${tariffIndex} ${keyRevision}`).digest();

/** Eight rounds of Feistel over HMAC. */
const ROUNDS = [0, 1, 2, 3, 4, 5, 6, 7];

function mix(key: Buffer, round: number, half: bigint): bigint {
  return BigInt(createHmac('sha256', key).update(`${round} ${half}`).digest().readUInt32BE(0));
}

function encipher(key: Buffer, block: bigint): bigint {
  let [left, right] = [block >> 32n, block & HALF];
  for (const round of ROUNDS) [left, right] = [right, left ^ mix(key, round, right)];
  return (left << 32n) | right;
}

function decipher(key: Buffer, block: bigint): bigint {
  let [left, right] = [block >> 32n, block & HALF];
  for (const round of ROUNDS.toReversed()) [left, right] = [right ^ mix(key, round, left), left];
  return (left << 32n) | right;
}
