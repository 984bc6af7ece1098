import type { Camelized } from '../../../../kernel/ui/index.ts';
import type * as sales from '../contract.ts';

export type SalesData = Camelized<sales.Sales>;
