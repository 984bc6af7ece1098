import type { Camelized, Versioned } from '../../ui/index.ts';
import type * as api from '../contract.ts';

export type Device = Camelized<api.Device> & Versioned;
export type HandedOver = Camelized<api.HandedOver>;
