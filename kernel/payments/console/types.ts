import type { Camelized } from '../../ui/index.ts';
import type * as api from '../contract.ts';
import type { NoticeView } from '../notices/contract.ts';

/** The answers of this package's API, as its screens use them. */
export type Payment = Camelized<api.PaymentView>;
export type Reading = Camelized<api.ReadingView>;
export type Proof = Camelized<api.ProofView>;
export type Signal = Camelized<api.SignalView>;
export type Waiting = Camelized<api.QueueItem>;
export type Detail = Camelized<api.PaymentDetail>;
export type AttemptRow = Camelized<api.AttemptView>;
export type Notice = Camelized<NoticeView>;
export type Counts = Camelized<api.PaymentCounts>;
export type BulkResult = Camelized<api.BulkAnswer>;
export type Kind = Camelized<api.PaymentKind>;
