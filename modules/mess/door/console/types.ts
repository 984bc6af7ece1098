import type { Camelized } from '../../../../kernel/ui/index.ts';
import type * as door from '../contract.ts';

export type ScanRow = Camelized<door.ScanRow>;

export type Scanner = Camelized<door.ScannerView>;

export type Settlement = Camelized<door.Settlement> & { id: string };
