import { thisPhone, useScanner } from '../../../../../kernel/scanner/public/index.ts';
import { Door } from '../engine/door.ts';
import { IndexedStore } from '../engine/indexed-store.ts';
import type { DoorState } from '../engine/types.ts';

let shared: Door | undefined;

/** The page's scanner. */
export function useDoor(): { door: Door; state: DoorState } {
  shared ??= new Door({ store: new IndexedStore(), ...thisPhone('counterfoil-scanner') });
  return { door: shared, state: useScanner(shared) };
}
