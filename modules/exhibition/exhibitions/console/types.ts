import type { Camelized } from '../../../../kernel/ui/index.ts';
import type * as exhibitions from '../contract.ts';

export type Exhibition = Camelized<exhibitions.Exhibition>;
