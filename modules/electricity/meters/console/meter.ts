import type { Camelized } from '../../../../kernel/ui/index.ts';
import type { Meter as Answer } from '../contract.ts';

/** A meter as the console gets it, with the version that an edit is checked against. */
export type Meter = Camelized<Answer> & { version?: string };

export const METER_TONES = { active: 'good', suspended: 'busy', inactive: 'neutral' } as const;
