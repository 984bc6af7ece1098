import type { Static } from 'typebox';
import type { Camelized } from '../../../../kernel/ui/index.ts';
import type * as numbers from '../contract.ts';

export type Availability = Camelized<Static<typeof numbers.Availability>>;
