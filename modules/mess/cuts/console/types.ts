import type { Camelized } from '../../../../kernel/ui/index.ts';
import type * as cuts from '../contract.ts';

export type Cut = Camelized<cuts.Cut>;
