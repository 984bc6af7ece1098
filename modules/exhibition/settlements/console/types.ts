import type { Camelized } from '../../../../kernel/ui/index.ts';
import type * as settlements from '../contract.ts';

export type Statement = Camelized<settlements.Statement>;
