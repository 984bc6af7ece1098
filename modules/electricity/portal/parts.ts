import type { HomeNote, MeterNote, MeterPart } from '../customers/portal/part.ts';

/**
 * What the features add to a meter's screen in the portal: one line each. Below a purchase: `purchase-notes.ts`. Tabs
 * of their own are in `screens.ts`.
 */

/** The menu of a meter, in this order. */
export const meterParts: MeterPart[] = [
  {
    // The large button on the meter's screen, not in its menu.
    path: 'buy',
    label: 'portal.electricity.buy',
    right: 'buy',
    load: () => import('../purchases/portal/Buy.tsx'),
  },
  {
    path: 'history',
    label: 'portal.electricity.history',
    right: 'see',
    load: () => import('../transactions/portal/History.tsx'),
  },
  {
    path: 'reading',
    label: 'portal.electricity.own_reading',
    right: 'buy',
    load: () => import('../readings/portal/OwnReading.tsx'),
  },
  {
    path: 'name',
    label: 'portal.electricity.meter_settings',
    right: 'manage',
    load: () => import('./MeterSettings.tsx'),
  },
];

/** On the meter's screen, below what is left. */
export const meterNotes: MeterNote[] = [{ name: 'tokens', load: () => import('../tokens/portal/Tokens.tsx') }];

/** Above the meters, on the list and on the screen of one. */
export const homeNotes: HomeNote[] = [{ name: 'under_way', load: () => import('../purchases/portal/UnderWay.tsx') }];
