import type { ComponentType, ReactElement, ReactNode } from 'react';

/** A line of the console's menu. `permission` hides it from whoever the route would refuse. */
export type MenuItem = {
  to: string;
  /** A translation key. */
  label: string;
  icon: ReactElement;
  permission?: string;
  /**
   * Shown in the phone's bottom bar too; where there are more than four, each part's first goes before any part's
   * second.
   */
  pinned?: boolean;
  /** What waits there, as a small number beside the label; shows nothing when nothing does. */
  badge?: ComponentType;
};

export type ConsolePage = { path: string; element: ReactNode };

/** What a module gives the console; `modules/<module>/console/routes.tsx` default-exports one. */
export type ConsolePart = {
  /** The module's name as the session lists it; absent for the office, which is always there. */
  module?: string;
  /** A translation key: the heading of its part of the menu. */
  label: string;
  menu: MenuItem[];
  /** Lazy screens at paths below /console. */
  pages: ConsolePage[];
  dashboard?: ComponentType;
};
