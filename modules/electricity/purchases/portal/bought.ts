import type { Static } from 'typebox';
import type { Camelized } from '../../../../kernel/ui/light/index.ts';
import type { Purchase } from '../contract.ts';

export type Bought = Camelized<Static<typeof Purchase>>;
