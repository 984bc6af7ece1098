import type { Camelized } from '../../../../kernel/ui/index.ts';
import type * as items from '../contract.ts';

export type Item = Camelized<items.Item>;
