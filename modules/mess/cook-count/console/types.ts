import type { Camelized } from '../../../../kernel/ui/index.ts';
import type * as cookCount from '../contract.ts';

export type CookCount = Camelized<cookCount.CookCount>;

export type CookMeal = CookCount['meals'][number];
