import { type Camelized, dotted, type Tone } from '../../../../kernel/ui/index.ts';
import type { Alarm as Answer, Technician as Person } from '../contract.ts';

export type Alarm = Camelized<Answer>;
export type Technician = Camelized<Person>;

export const TONES: Record<Alarm['severity'], Tone> = { info: 'neutral', warning: 'warning', critical: 'bad' };

/** The machine or location that an alarm is about. */
export const placeOf = ({ machine, location }: Alarm): string =>
  machine ? dotted([machine.name || machine.serial, location?.name]) : (location?.name ?? '');
