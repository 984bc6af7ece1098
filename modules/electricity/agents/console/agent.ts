import type { Camelized } from '../../../../kernel/ui/index.ts';
import type { Agent as Answer } from '../contract.ts';

/** An agent as the page gets it. */
export type Agent = Camelized<Answer>;
