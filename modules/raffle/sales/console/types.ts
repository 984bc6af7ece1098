import type { Static } from 'typebox';
import type { Camelized } from '../../../../kernel/ui/index.ts';
import type * as sales from '../contract.ts';

export type Sales = Camelized<Static<typeof sales.Sales>>;

export type BuyerContact = Camelized<Static<typeof sales.BuyerContact>>;
