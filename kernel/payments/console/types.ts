import type { Camelized } from '../../ui/index.ts';
import type * as api from '../contract.ts';

/** The answers of this package's API, as its screens use them. */
export type Payment = Camelized<api.PaymentView>;
export type Counts = Camelized<api.PaymentCounts>;
export type BulkResult = Camelized<api.BulkAnswer>;
export type Kind = Camelized<api.PaymentKind>;
