import { expect, test } from 'vitest';
import { isBehind, readFirmware } from '../firmware.rule.ts';
import type { BinNow } from '../status/judge-status.rule.ts';
import { judgeReport } from './judge-report.rule.ts';
import { hoursToCompare, judgeRate } from './order-rate.rule.ts';
import { notifyAt, readMinute } from './service-hours.rule.ts';
import { judgeSite } from './site.rule.ts';

const RULES = {
  hotDc: 1050,
  paymentErrors: ['card', 'coin'],
  doorErrors: ['door'],
  firmware: readFirmware('Uno = 2.4\n* = 1.0') ?? new Map(),
  leewayPercent: 5,
};
const MACHINE = { status: 'ready', temperature_dc: 920, errors: [] as string[], model: 'Uno', firmware: '2.4.0' };
const bin = (level_milli: number | null): BinNow => ({
  position: 3,
  capacity_milli: 1000,
  threshold_milli: 200,
  level_milli,
});
/** What a report changes, as +opened and -cleared. */
const judged = (open: string[], over: Partial<typeof MACHINE> = {}, bins: BinNow[] = []) =>
  judgeReport(new Set(open), { ...MACHINE, ...over }, bins, RULES)
    .map((one) => `${one.open ? '+' : '-'}${one.kind}${one.position ? `:${one.position}` : ''}`)
    .sort();

test.each<[string, string[], Parameters<typeof judged>[1], string[]]>([
  ['nothing is wrong', [], {}, []],
  ['heat opens', [], { temperature_dc: 1050 }, ['+overheating']],
  ['a little less heat keeps it', ['overheating'], { temperature_dc: 1001 }, []],
  ['five degrees less end it', ['overheating'], { temperature_dc: 999 }, ['-overheating']],
  ['a report ends offline', ['offline'], {}, ['-offline']],
  ['errors are told apart', [], { errors: ['Door_open', 'coin_jam', 'pump'] }, ['+door', '+fault', '+payment']],
  ['a fault without a code', [], { status: 'fault' }, ['+fault']],
  ['a fault at the door alone is the door', [], { status: 'fault', errors: ['door'] }, ['+door']],
  ['errors that are gone', ['door', 'fault', 'payment'], {}, ['-door', '-fault', '-payment']],
  ['old firmware', [], { firmware: '2.3.9' }, ['+firmware']],
  ['other models have the common one', [], { model: 'Duo', firmware: '0.9' }, ['+firmware']],
  ['unknown firmware says nothing', ['firmware'], { firmware: null as unknown as string }, []],
  ['what no report decides stays', ['orders', 'drift:3'], {}, ['-drift:3']],
])('%s', (_, open, over, changes) => {
  expect(judged(open, over)).toEqual(changes);
});

test.each<[number | null, string[], string[]]>([
  [null, ['low_bin:3'], []],
  [1000, [], []],
  [200, [], ['+low_bin:3']],
  [201, ['low_bin:3'], []],
  [251, ['low_bin:3'], ['-low_bin:3']],
  [10, ['low_bin:3'], ['+empty_bin:3', '-low_bin:3']],
  [15, [], ['+low_bin:3']],
  [15, ['empty_bin:3'], []],
  [150, ['empty_bin:3'], ['+low_bin:3', '-empty_bin:3']],
  [1000, ['empty_bin:3', 'drift:3'], ['-empty_bin:3']],
])('a bin at %s of 1000, with %j open', (level, open, changes) => {
  expect(judged(open, {}, [bin(level)])).toEqual(changes);
});

test.each([
  ['2.9', '2.10', true],
  ['2.10', '2.9', false],
  ['2.4', '2.4.0', false],
  ['2.4-rc1', '2.4', true],
  ['v3', '2.4', true],
  ['1.0', '1.0.1', true],
])('%s is behind %s: %s', (have, want, behind) => {
  expect(isBehind(have, want)).toBe(behind);
});

test('a line that is no model and version is refused', () => {
  expect(readFirmware('Uno: 2.4')).toBeNull();
  expect(readFirmware('\n Uno = 2.4 \n')).toEqual(new Map([['uno', '2.4']]));
});

const day = (n: number, times = 10) => Array.from({ length: times }, () => n);
test.each<[string, number, number[], boolean | null]>([
  ['as usual', 10, day(10), false],
  ['nothing where ten are usual', 0, day(10), true],
  ['nothing, after a holiday', 0, [...day(10, 19), 0], true],
  ['nothing where it is often nothing', 0, [...day(10, 5), ...day(0, 5)], null],
  ['a little less', 4, day(10), null],
  ['three times as many', 31, day(10), true],
  ['many of few', 5, day(1), false],
  ['nobody knows yet', 0, day(10, 6), null],
])('sales: %s', (_, orders, before, open) => {
  expect(judgeRate(orders, before)?.open ?? null).toBe(open);
});

test('the last whole hours are compared with the same hours of days of the same kind', () => {
  // A Monday, 10:20 in Kolkata: 7:00, 8:00 and 9:00, in an hour that begins at :30 of UTC.
  const { last, earlier } = hoursToCompare('Asia/Kolkata', new Date('2026-11-23T04:50:00Z'));
  expect(last.map((at) => at.toISOString())).toEqual([
    '2026-11-23T03:30:00.000Z',
    '2026-11-23T02:30:00.000Z',
    '2026-11-23T01:30:00.000Z',
  ]);
  expect(earlier).toHaveLength(20);
  expect(earlier[0]?.[0]?.toISOString()).toBe('2026-11-20T03:30:00.000Z');
});

const HOURS = [
  { days: [1, 2, 3, 4, 5], from: 480, to: 720 },
  { days: [1, 2, 3, 4, 5], from: 900, to: 1200 },
  { days: [6], from: 1320, to: 120 },
];
test.each([
  ['in the first window', '2026-11-23T09:00', '2026-11-23T09:00'],
  ['at noon', '2026-11-23T12:00', '2026-11-23T15:00'],
  ['at night', '2026-11-23T22:00', '2026-11-24T08:00'],
  ['on a Friday night', '2026-11-27T21:00', '2026-11-28T22:00'],
  ['after midnight of a window that began on Saturday', '2026-11-29T01:59', '2026-11-29T01:59'],
  ['after that', '2026-11-29T02:00', '2026-11-30T08:00'],
])('people are told %s', (_, now, at) => {
  // Kigali has +02:00 all year.
  const instant = (local: string) => new Date(`${local}:00+02:00`);
  expect(notifyAt('Africa/Kigali', instant(now), HOURS)).toEqual(instant(at));
  expect(notifyAt('Africa/Kigali', instant(now), [])).toEqual(instant(now));
});

test('a time of the day is read', () => {
  expect(['8:00', '24:00', '24:01', '9:60', 'x'].map(readMinute)).toEqual([480, 1440, null, null, null]);
});

test('a location is gone when half of its machines are, and back when most are', () => {
  const site = (gone: number, machines: number, open = false) => judgeSite({ gone, machines }, open, 3);
  expect([site(3, 6), site(3, 7), site(2, 2), site(2, 8, true), site(2, 9, true), site(1, 3, true)]).toEqual([
    true,
    false,
    false,
    true,
    false,
    false,
  ]);
});
