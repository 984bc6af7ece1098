import type { Camelized } from '../../../../kernel/ui/index.ts';
import type * as closures from '../contract.ts';

export type Closure = Camelized<closures.Closure>;
