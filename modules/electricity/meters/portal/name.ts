import type { OwnMeter } from '../../portal/part.ts';
import { showNumber } from '../contract.ts';

/** What people call a meter; its number when it has no name. */
export const nameOf = ({ name, place, number }: OwnMeter): string => name || place || showNumber(number);
