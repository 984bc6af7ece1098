import type { Camelized } from '../../../../../kernel/ui/index.ts';
import type * as reports from '../../contract.ts';

/** The answers of the reports, as their screens use them. */
export type Board = Camelized<reports.Board>;
export type BoardMeal = Board['meals'][number];
export type MealReport = Camelized<reports.MealReport>;
export type ScanReport = Camelized<reports.ScanReport>;
export type RegistrationReport = Camelized<reports.RegistrationReport>;
export type PaymentReport = Camelized<reports.PaymentReport>;
export type CutReport = Camelized<reports.CutReport>;
