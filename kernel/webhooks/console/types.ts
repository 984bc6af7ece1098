import type { Camelized } from '../../ui/index.ts';
import type * as contract from '../contract.ts';

/** The contract's answers in the form that screens use. */
export type Webhook = Camelized<contract.Webhook>;
export type Delivery = Camelized<contract.WebhookDelivery>;
