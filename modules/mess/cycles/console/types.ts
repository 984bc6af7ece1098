import type { Camelized } from '../../../../kernel/ui/index.ts';
import type * as cycles from '../contract.ts';

export type Cycle = Camelized<cycles.Cycle>;
