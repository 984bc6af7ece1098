import type { Static } from 'typebox';
import type { PaymentDetail as PaymentDetailSchema } from '../../../kernel/payments/contract.ts';
import type { Camelized } from '../../../kernel/ui/index.ts';
import type * as api from '../contract.ts';

/** The answers of this module's API, as its screens use them. */
export type Raffle = Camelized<Static<typeof api.Raffle>>;
export type Order = Camelized<Static<typeof api.Order>>;
export type Ticket = Camelized<Static<typeof api.Ticket>>;
export type Availability = Camelized<Static<typeof api.Availability>>;
export type Holders = Camelized<Static<typeof api.Holders>>;
export type Sales = Camelized<Static<typeof api.Sales>>;
export type DeskDraw = Camelized<Static<typeof api.DeskDraw>>;
export type PublicRaffle = Camelized<Static<typeof api.PublicRaffle>>;

export type BuyerContact = Camelized<Static<typeof api.BuyerContact>>;
export type PaymentDetail = Camelized<PaymentDetailSchema>;
