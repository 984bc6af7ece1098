import type { Static } from 'typebox';
import type { Camelized } from '../../../../kernel/ui/light/index.ts';
import type * as contract from '../contract.ts';

export type View = Camelized<contract.PublicForm>;
export type Done = Camelized<Static<typeof contract.SelfRegistered>>;
