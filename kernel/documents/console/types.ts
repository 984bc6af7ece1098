import type * as slips from '../slip-contract.ts';

export type Slip = slips.Slip;
export type SlipRow = slips.SlipRow;
export type SlipLogo = slips.SlipLogo;
