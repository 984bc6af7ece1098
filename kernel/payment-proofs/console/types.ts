import type { Camelized } from '../../ui/index.ts';
import type * as api from '../contract.ts';

/** The answers of this package's API, as its screens use them. */
export type Reading = Camelized<api.ReadingView>;
export type Proof = Camelized<api.ProofView>;
export type Signal = Camelized<api.SignalView>;
export type Waiting = Camelized<api.QueueItem>;
export type Detail = Camelized<api.PaymentDetail>;
