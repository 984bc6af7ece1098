import { useSyncExternalStore } from 'react';
import type { Paper } from './encode-slip.ts';

export const WAYS = ['pdf', 'page', 'usb', 'serial', 'network'] as const;
/** pdf: opens as before; page: the browser's own print dialogue; usb, serial, network: bytes for a receipt printer. */
export type Way = (typeof WAYS)[number];

/** How this browser prints, kept in it: each desk has its own printer. */
export type DevicePrinter = {
  way: Way;
  paper: Paper;
  /** Prints each receipt by itself. */
  auto: boolean;
  /** Prints a packing slip, without prices, after each receipt that it prints by itself. */
  packing: boolean;
  /** Opens the drawer with each sale in cash, and with "open drawer". */
  drawer: boolean;
  /** The name of a printer in the network, of those that an owner set up. */
  network?: string;
  /** What the browser needs to find the printer again; its language and code pages. */
  printer?: { name: string; language: string; codepageMapping?: string } & Record<string, unknown>;
};

const KEY = 'counterfoil.printer';
const NONE: DevicePrinter = { way: 'pdf', paper: 80, auto: false, packing: false, drawer: false };
const listeners = new Set<() => void>();
let known: { text: string | null; value: DevicePrinter } = { text: null, value: NONE };

/** This device's printer. */
export function devicePrinter(): DevicePrinter {
  const text = localStorage.getItem(KEY);
  if (text === known.text) return known.value;
  let value = NONE;
  try {
    value = { ...NONE, ...(JSON.parse(text ?? '{}') as Partial<DevicePrinter>) };
  } catch {
    // Somebody edited it by hand: as if there were none.
  }
  known = { text, value };
  return value;
}

/** Whether it prints on a receipt printer, also codes; the browser's own dialogue gets text alone. */
export const isReceiptPrinter = (way: Way): way is 'usb' | 'serial' | 'network' => way !== 'pdf' && way !== 'page';
export const hasReceiptPrinter = (): boolean => isReceiptPrinter(devicePrinter().way);

export function setDevicePrinter(change: Partial<DevicePrinter>): void {
  localStorage.setItem(KEY, JSON.stringify({ ...devicePrinter(), ...change }));
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

export const useDevicePrinter = (): DevicePrinter => useSyncExternalStore(subscribe, devicePrinter);

/** What this browser can reach a receipt printer by. */
export const canReach = (way: Way): boolean =>
  way === 'usb' ? 'usb' in navigator : way === 'serial' ? 'serial' in navigator : true;
