import type { Static } from 'typebox';
import type { BillAnswer, BillSums, Dashboard, DocumentAnswer, NewCustomer, Portal } from '../contract.ts';

/** The answers of this module's API, as its screens use them. */
export type { Bill, Customer, Exhibition } from '../contract.ts';
export type Added = Static<typeof BillAnswer>;
export type Sums = Static<typeof BillSums>;
export type DashboardData = Static<typeof Dashboard>;
export type Issued = Static<typeof DocumentAnswer>;
export type Registered = Static<typeof NewCustomer>;
export type PortalView = Static<typeof Portal>;
