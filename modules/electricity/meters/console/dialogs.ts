import { ApiError } from '../../../../kernel/ui/index.ts';
import type { Meter } from './meter.ts';

export type DialogProps = { meter: Meter; onClose: () => void; onDone: () => void };

/** "12.5" or "12,5" kWh as watt-hours; a sentence beside the field `kwh` when it is no such number. */
export function whOf(typed: string, wrong: string, fits: (wh: number) => boolean): number {
  const wh = Math.round(Number(typed.trim().replace(',', '.')) * 1000);
  if (typed.trim() !== '' && Number.isSafeInteger(wh) && fits(wh)) return wh;
  throw new ApiError(400, 'electricity.kwh', wrong, { kwh: wrong });
}

/** What a counter can show. */
export const isRegister = (wh: number) => wh >= 0 && wh <= 1e12;
