import { type Static, Type } from 'typebox';
import { Amount, Currency } from '../../../kernel/lib/schemas.ts';

/** As it is typed, with or without hyphens. */
export const VoucherCode = Type.String({ minLength: 1, maxLength: 30, description: 'The code on a voucher.' });
export const VoucherInput = Type.Object({ voucher: VoucherCode });

export const Credit = Type.Object({ balance: Amount, balance_minor: Type.Integer(), currency: Currency });
export type Credit = Static<typeof Credit>;
