import type * as printers from '../printers/contract.ts';
import type * as slips from '../slip-contract.ts';

export type Slip = slips.Slip;
export type SlipRow = slips.SlipRow;
export type SlipLogo = slips.SlipLogo;
export type Printers = printers.Printers;
