import type { Static } from 'typebox';
import type { Camelized } from '../../ui/index.ts';
import type * as api from '../contract.ts';

export type Mapping = Camelized<api.StatementMapping>;
export type Preview = Camelized<api.StatementPreview>;
export type ReadyFormat = Camelized<Static<typeof api.ReadyFormat>>;
export type Statement = Camelized<api.Statement>;
export type Line = Camelized<api.StatementLine>;
export type Leftovers = Camelized<api.Leftovers>;
export type OpenPayment = Leftovers['payments'][number];
export type Confirmed = Camelized<Static<typeof api.ConfirmAnswer>>;
