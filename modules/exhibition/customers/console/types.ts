import type { Static } from 'typebox';
import type { Camelized } from '../../../../kernel/ui/index.ts';
import type * as customers from '../contract.ts';

export type Customer = Camelized<customers.Customer>;
export type Alike = Camelized<Static<typeof customers.Alike>>;
export type Registered = Camelized<Static<typeof customers.NewCustomer>>;
