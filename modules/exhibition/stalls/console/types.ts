import type { Camelized } from '../../../../kernel/ui/index.ts';
import type * as stalls from '../contract.ts';

export type Stall = Camelized<stalls.Stall>;
