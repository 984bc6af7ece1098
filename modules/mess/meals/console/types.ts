import type { Camelized } from '../../../../kernel/ui/index.ts';
import type * as meals from '../contract.ts';

export type Meal = Camelized<meals.Meal>;
