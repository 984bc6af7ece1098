import type { Camelized } from '../../ui/index.ts';
import type * as api from '../contract.ts';

export type Drawer = Camelized<api.Drawer>;
export type Session = Camelized<api.Session>;
export type Movement = Camelized<api.Movement>;
export type Till = Camelized<api.TillState>;
export type Report = Camelized<api.Report>;
export type Approver = Camelized<api.Approver>;

/** What is to be approved: as the server names it, the record, and the amount, where it is about one. */
export type About = { what: string; subjectId: string; amount?: string; currency?: string };
