import type { Static } from 'typebox';
import type { Camelized } from '../../../kernel/ui/index.ts';
import type * as api from '../contract.ts';

/** The answers of this module's API, as its screens use them. */
export type Bill = Camelized<api.Bill>;
export type Customer = Camelized<api.Customer>;
export type Exhibition = Camelized<api.Exhibition>;
export type Added = Camelized<Static<typeof api.BillAnswer>>;
export type Voided = Camelized<Static<typeof api.VoidAnswer>>;
export type DeskRules = Camelized<Static<typeof api.DeskRules>>;
export type Sums = Camelized<Static<typeof api.BillSums>>;
export type DashboardData = Camelized<Static<typeof api.Dashboard>>;
export type Issued = Camelized<Static<typeof api.DocumentAnswer>>;
export type Registered = Camelized<Static<typeof api.NewCustomer>>;
export type PortalView = Camelized<Static<typeof api.Portal>>;
