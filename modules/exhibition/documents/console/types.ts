import type { Camelized } from '../../../../kernel/ui/index.ts';
import type * as documents from '../contract.ts';

export type Issued = Camelized<documents.DocumentAnswer>;
