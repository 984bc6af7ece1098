import type { Static } from 'typebox';
import type { Camelized } from '../../../../kernel/ui/index.ts';
import type * as dashboard from '../contract.ts';

export type DashboardData = Camelized<Static<typeof dashboard.Dashboard>>;
