import type { Camelized } from '../../ui/index.ts';
import type { AttemptView } from '../contract.ts';
import type { NoticeView } from '../notices/contract.ts';

/** The answers of this package's API, as its screens use them. */
export type AttemptRow = Camelized<AttemptView>;
export type Notice = Camelized<NoticeView>;
