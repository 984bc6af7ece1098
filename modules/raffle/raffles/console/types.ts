import type { Static } from 'typebox';
import type { Camelized } from '../../../../kernel/ui/index.ts';
import type * as raffles from '../contract.ts';

/** The answers of this module's API, as its screens use them. */
export type Raffle = Camelized<Static<typeof raffles.Raffle>>;
