import type { Static } from 'typebox';
import type { Camelized } from '../../../../kernel/ui/index.ts';
import type * as bills from '../contract.ts';

export type Bill = Camelized<bills.Bill>;
export type BillDetail = Camelized<bills.BillDetail>;
export type BillLink = Camelized<bills.BillLink>;
export type PaidBills = Camelized<bills.PaidBills>;
export type Added = Camelized<bills.BillAnswer>;
export type Voided = Camelized<bills.VoidAnswer>;
export type Exchanged = Camelized<bills.ExchangeAnswer>;
export type Returned = Camelized<bills.ReturnAnswer>;
export type DeskRules = Camelized<Static<typeof bills.DeskRules>>;
export type Sums = Camelized<Static<typeof bills.BillSums>>;
