import type { Camelized } from '../../ui/index.ts';
import type * as contract from '../contract.ts';

/** The contract's answers in the form that screens use. */
export type Mirror = Camelized<contract.MirrorView>;
export type Row = Camelized<contract.MirrorRow>;
