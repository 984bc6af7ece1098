import type { Static } from 'typebox';
import type { PaymentDetail as PaymentDetailSchema } from '../../../../kernel/payment-proofs/contract.ts';
import type { Camelized } from '../../../../kernel/ui/index.ts';
import type * as orders from '../contract.ts';

export type Order = Camelized<Static<typeof orders.Order>>;

export type PaymentDetail = Camelized<PaymentDetailSchema>;
