import type { Camelized } from '../../../../kernel/ui/index.ts';
import type * as payments from '../contract.ts';

/** A list's rows need an id; a payment that nobody has opened has none. */
export type CyclePayment = Omit<Camelized<payments.CyclePayment>, 'id'> & { id: string };

export type Account = Camelized<payments.Account>;
