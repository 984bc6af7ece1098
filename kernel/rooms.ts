import type { Manifest } from './module/index.ts';
import { httpRoom } from './http/index.ts';

/** The kernel's rooms in the order in which they start; each finds the ones before it in `boot.house`. */
export const rooms: Manifest[] = [httpRoom];
