import type { Camelized } from '../../../kernel/ui/index.ts';
import type * as phone from '../codes/contract.ts';
import type * as api from '../contract.ts';
import type * as door from '../door/contract.ts';

/** The answers of this module's API, as its screens use them. */
export type Student = Camelized<api.Student>;
export type BulkAnswer = Camelized<api.BulkAnswer>;
export type Cycle = Camelized<api.Cycle>;
/** A list's rows need an id; a payment that nobody has opened has none. */
export type CyclePayment = Omit<Camelized<api.CyclePayment>, 'id'> & { id: string };
export type Account = Camelized<api.Account>;
export type Cut = Camelized<api.Cut>;
export type Closure = Camelized<api.Closure>;
export type Meal = Camelized<api.Meal>;
export type ScanRow = Camelized<door.ScanRow>;
export type Scanner = Camelized<door.ScannerView>;
export type CodeLink = Camelized<phone.CodeLink>;
export type Settlement = Camelized<door.Settlement> & { id: string };
