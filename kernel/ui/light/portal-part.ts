import type { ComponentType } from 'preact';
import type { Api, Query } from './api.ts';
import type { Translate } from './translate.ts';

/**
 * A module's screens in the customers' account page; `modules/<module>/portal/screens.ts` default-exports one. They are
 * shown in the organizations that use the module.
 */
export type PortalPart = { module: string; screens: PortalScreen[] };

export type PortalScreen = {
  /** Its address, `/portal/<organization>/<module>/<path>`; what follows is the screen's own (`here`). */
  path: string;
  /** A translation key of the group `portal`. */
  label: string;
  /** Loads the screen; each is its own chunk. */
  load: () => Promise<{ default: ComponentType<PortalScreenProps> }>;
};

export type PortalScreenProps = {
  /** Calls the API as the account's holder: routes with the permission `portal`. */
  api: Api;
  /**
   * As `api.get`, and stores the answer on this device: without a network it gives the last one, with the time it is of.
   * For what people want to see anyway; everything stored goes when they sign out.
   */
  recall: Recall;
  t: Translate;
  /** BCP 47, with the country of the person's browser, for numbers and dates. */
  locale: string;
  /** What follows the screen's address, e.g. `7KQ2/history`; '' at its beginning. */
  here: string;
  /** Goes to an address below the screen's; '' is its beginning. The browser's back button returns. */
  go: (here: string) => void;
};

/** `at`: null for an answer of now; else when the stored one came, in ms. */
type Recalled<T> = { data: T; at: number | null };
export type Recall = <T>(path: string, query?: Query) => Promise<Recalled<T>>;
