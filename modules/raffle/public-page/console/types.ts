import type { Static } from 'typebox';
import type { Camelized } from '../../../../kernel/ui/index.ts';
import type * as publicPage from '../contract.ts';

export type PublicRaffle = Camelized<Static<typeof publicPage.PublicRaffle>>;
