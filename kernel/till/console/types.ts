import type { Camelized } from '../../ui/index.ts';
import type * as api from '../contract.ts';

export type Drawer = Camelized<api.Drawer>;
export type Session = Camelized<api.Session>;
export type Movement = Camelized<api.Movement>;
export type Till = Camelized<api.TillState>;
export type Report = Camelized<api.Report>;
export type Approver = Camelized<api.Approver>;
