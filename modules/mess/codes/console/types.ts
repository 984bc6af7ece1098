import type { Camelized } from '../../../../kernel/ui/index.ts';
import type * as codes from '../contract.ts';

export type CodeLink = Camelized<codes.CodeLink>;
