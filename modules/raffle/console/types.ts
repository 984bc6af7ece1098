import type { Static } from 'typebox';
import type { PaymentDetail as PaymentDetailSchema } from '../../../kernel/payment-proofs/contract.ts';
import type { Camelized } from '../../../kernel/ui/index.ts';
import type * as draws from '../draws/contract.ts';
import type * as numbers from '../numbers/contract.ts';
import type * as orders from '../orders/contract.ts';
import type * as publicPage from '../public-page/contract.ts';
import type * as raffles from '../raffles/contract.ts';
import type * as sales from '../sales/contract.ts';

/** The answers of this module's API, as its screens use them. */
export type Raffle = Camelized<Static<typeof raffles.Raffle>>;
export type Order = Camelized<Static<typeof orders.Order>>;
export type Ticket = Camelized<Static<typeof numbers.Ticket>>;
export type Availability = Camelized<Static<typeof numbers.Availability>>;
export type Holders = Camelized<Static<typeof numbers.Holders>>;
export type Sales = Camelized<Static<typeof sales.Sales>>;
export type DeskDraw = Camelized<Static<typeof draws.DeskDraw>>;
export type PublicRaffle = Camelized<Static<typeof publicPage.PublicRaffle>>;

export type BuyerContact = Camelized<Static<typeof sales.BuyerContact>>;
export type PaymentDetail = Camelized<PaymentDetailSchema>;
