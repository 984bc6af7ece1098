import { type ComponentType, createElement, lazy, type ReactElement, type ReactNode } from 'react';

/** An item of the console's menu, hidden from people without `permission`. */
export type MenuItem = {
  to: string;
  /** A translation key. */
  label: string;
  icon: ReactElement;
  permission?: string;
  /** Shown in the phone's bottom bar too; with more than four, each part's first item goes before any part's second. */
  pinned?: boolean;
  /** The number of waiting things beside the label; hidden when it is zero. */
  badge?: ComponentType;
};

type ConsolePage = { path: string; element: ReactNode };

/** A screen at a path below /console, in a chunk of its own: `page('/mess/meals', () => import('…/MealList.tsx'))`. */
export function page(path: string, load: () => Promise<{ default: ComponentType }>): ConsolePage {
  return { path, element: createElement(lazy(load)) };
}

/** A module's part of the console; `modules/<module>/console/routes.tsx` default-exports one. */
export type ConsolePart = {
  /** The module's name as the session lists it; absent for the office, which is always there. */
  module?: string;
  /** A translation key: the heading of its part of the menu. Parts with one heading are one part there. */
  label: string;
  /** Its menu comes after the others' under that heading. */
  last?: true;
  menu: MenuItem[];
  /** Lazy screens at paths below /console. */
  pages: ConsolePage[];
  dashboard?: ComponentType;
  /** The guide of a page and of those below it: path → `guide#section` in docs/guides/. */
  help?: Record<string, string>;
};
