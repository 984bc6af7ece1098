import type { Camelized } from '../../../../kernel/ui/index.ts';
import type * as forms from '../../form/contract.ts';
import type * as registration from '../contract.ts';

export type Form = Camelized<forms.Form>;
export type Field = Form['fields'][number];
export type Waiting = Camelized<registration.Waiting>;
