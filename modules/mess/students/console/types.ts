import type { Camelized } from '../../../../kernel/ui/index.ts';
import type * as students from '../contract.ts';

/** The answers of this module's API, as its screens use them. */
export type Student = Camelized<students.Student>;

export type BulkAnswer = Camelized<students.BulkAnswer>;
