/** What issues STS tokens: a vending service or a security module that an operator buys. */
import type { Result } from '../../../kernel/lib/result.ts';

export type StsMeter = {
  /** 11 or 13 digits with their check digit */
  number: string;
  /** six digits: whose keys the meter has */
  supplyGroup: string;
  tariffIndex: number;
  keyRevision: number;
};

type StsRequest = {
  /** ours, stored before anything is sent: asked for twice, the same token comes back */
  reference: string;
  meter: StsMeter;
  wattHours: number;
};

export type StsToken = {
  /** 20 digits */
  token: string;
  /** what the token says: what was asked for, cut to what a token can say */
  wattHours: number;
  tokenId: number;
};

/**
 * A throw means that nobody knows whether a token was issued: ask again by the same reference. Refusals:
 * `electricity.sts_meter` (the number, the group or the revision is none that it knows).
 */
export type StsVending = {
  issue(request: StsRequest): Promise<Result<StsToken>>;
};
