import type { Static } from 'typebox';
import type { Camelized } from '../../../kernel/ui/index.ts';
import type * as bills from '../bills/contract.ts';
import type * as customerPage from '../customer-page/contract.ts';
import type * as customers from '../customers/contract.ts';
import type * as dashboard from '../dashboard/contract.ts';
import type * as documents from '../documents/contract.ts';
import type * as exhibitions from '../exhibitions/contract.ts';
import type * as sales from '../sales/contract.ts';

/** The answers of this module's API, as its screens use them. */
export type Bill = Camelized<bills.Bill>;
export type BillDetail = Camelized<bills.BillDetail>;
export type BillLink = Camelized<bills.BillLink>;
export type Alike = Camelized<Static<typeof customers.Alike>>;
export type Customer = Camelized<customers.Customer>;
export type Exhibition = Camelized<exhibitions.Exhibition>;
export type Added = Camelized<Static<typeof bills.BillAnswer>>;
export type Voided = Camelized<Static<typeof bills.VoidAnswer>>;
export type DeskRules = Camelized<Static<typeof bills.DeskRules>>;
export type Sums = Camelized<Static<typeof bills.BillSums>>;
export type DashboardData = Camelized<Static<typeof dashboard.Dashboard>>;
export type SalesData = Camelized<sales.Sales>;
export type Issued = Camelized<Static<typeof documents.DocumentAnswer>>;
export type Registered = Camelized<Static<typeof customers.NewCustomer>>;
export type PortalView = Camelized<Static<typeof customerPage.Portal>>;
