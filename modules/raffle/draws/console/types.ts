import type { Static } from 'typebox';
import type { Camelized } from '../../../../kernel/ui/index.ts';
import type * as draws from '../contract.ts';

export type DeskDraw = Camelized<Static<typeof draws.DeskDraw>>;
