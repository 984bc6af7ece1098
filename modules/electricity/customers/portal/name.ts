import { showNumber } from '../../meters/contract.ts';
import type { OwnMeter } from './part.ts';

/** What people call a meter; its number when it has no name. */
export const nameOf = ({ name, place, number }: OwnMeter): string => name || place || showNumber(number);
