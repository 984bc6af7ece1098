import type { Camelized } from '../../../kernel/ui/index.ts';
import type * as closures from '../closures/contract.ts';
import type * as codes from '../codes/contract.ts';
import type * as cuts from '../cuts/contract.ts';
import type * as cycles from '../cycles/contract.ts';
import type * as door from '../door/contract.ts';
import type * as meals from '../meals/contract.ts';
import type * as payments from '../payments/contract.ts';
import type * as rebates from '../rebates/contract.ts';
import type * as students from '../students/contract.ts';

/** The answers of this module's API, as its screens use them. */
export type Student = Camelized<students.Student>;
export type BulkAnswer = Camelized<students.BulkAnswer>;
export type Cycle = Camelized<cycles.Cycle>;
/** A list's rows need an id; a payment that nobody has opened has none. */
export type CyclePayment = Omit<Camelized<payments.CyclePayment>, 'id'> & { id: string };
export type Account = Camelized<rebates.Account>;
export type Cut = Camelized<cuts.Cut>;
export type Closure = Camelized<closures.Closure>;
export type Meal = Camelized<meals.Meal>;
export type ScanRow = Camelized<door.ScanRow>;
export type Scanner = Camelized<door.ScannerView>;
export type CodeLink = Camelized<codes.CodeLink>;
export type Settlement = Camelized<door.Settlement> & { id: string };
