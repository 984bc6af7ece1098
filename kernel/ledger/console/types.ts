import type { Static } from 'typebox';
import type { Camelized } from '../../ui/index.ts';
import type * as api from '../contract.ts';

export type Account = Camelized<api.LedgerAccount>;
export type Entry = Camelized<api.LedgerEntry>;
export type Report = Camelized<Static<typeof api.LedgerReport>>;
