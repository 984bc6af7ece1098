import type { Static } from 'typebox';
import type { Camelized } from '../../../../kernel/ui/index.ts';
import type * as holders from '../contract.ts';

export type Ticket = Camelized<Static<typeof holders.Ticket>>;

export type Holders = Camelized<Static<typeof holders.Holders>>;
