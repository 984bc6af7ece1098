import type { Camelized } from '../../../../kernel/ui/index.ts';
import type * as entrance from '../contract.ts';

export type Entrance = Camelized<entrance.Entrance>;
export type Visit = Camelized<entrance.Visit>;
