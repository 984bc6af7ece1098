import type { Meter } from '../meters/console/meter.ts';
import { METER_CHANGES, mayMeter } from '../meters/contract.ts';

type Standing = Pick<Meter, 'state' | 'keypad' | 'deviceId'> & { customer: unknown };

/** What the menu of a meter offers, by its state and by what one may do; null is a line between. */
export function meterMenu({ state, keypad, deviceId, customer }: Standing, can: (permission: string) => boolean) {
  const decide = can('electricity.claim.decide');
  const write = can('electricity.meter.write');
  const manage = can('electricity.manage');
  return [
    'report',
    ...(write ? (['read', 'edit', 'limits'] as const) : []),
    ...(manage ? (['adjust', 'replace'] as const) : []),
    // A meter has a machine or a keypad.
    ...(manage && !keypad ? (['device'] as const) : []),
    ...(manage && !deviceId ? (['keypad'] as const) : []),
    ...(manage && keypad === 'openpaygo' ? (['token'] as const) : []),
    null,
    ...(decide && customer === null && mayMeter('claim', state) ? (['code'] as const) : []),
    ...(decide && customer !== null ? (['release'] as const) : []),
    ...(write ? METER_CHANGES.filter((change) => mayMeter(change, state)) : []),
  ] as const;
}
