import { type Static, Type } from 'typebox';
import { Amount, Currency, Id } from '../../../kernel/lib/schemas.ts';
import { MachineAmount } from './contract.ts';

const OwnNumber = Type.String({
  pattern: '^[A-Za-z0-9._:/-]{1,60}$',
  maxLength: 60,
  description: 'The machine’s own; the order that follows has the same.',
});

/** A payment that a machine asks for before it brews. */
export const ChargeInput = Type.Object({ number: OwnNumber, amount: MachineAmount }, { additionalProperties: false });
export type ChargeInput = Static<typeof ChargeInput>;
export const Charge = Type.Object({
  number: Type.String(),
  payment_id: Id,
  state: Type.Enum(['open', 'paid', 'over'], { description: 'paid: brew now. over: closed or given back.' }),
  amount: Amount,
  amount_minor: Type.Integer(),
  currency: Currency,
  pay_link: Type.String({ description: 'To be shown as a QR.' }),
});
export type Charge = Static<typeof Charge>;
export const ChargeParams = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 60 }),
  number: OwnNumber,
});
