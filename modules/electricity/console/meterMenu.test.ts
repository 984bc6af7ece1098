import { describe, expect, it } from 'vitest';
import { meterMenu } from './meterMenu.ts';

const METER = { state: 'active', keypad: null, deviceId: null, customer: null } as const;
const may =
  (...names: string[]) =>
  (permission: string) =>
    names.includes(permission.replace('electricity.', ''));

describe('the menu of a meter', () => {
  it.each([
    ['nothing but its report', METER, may(), ['report', null]],
    [
      'who writes meters',
      METER,
      may('meter.write'),
      ['report', 'read', 'edit', 'limits', null, 'suspend', 'deactivate'],
    ],
    ['a code for whom it will belong to', METER, may('claim.decide'), ['report', null, 'code']],
    ['no code while it is taken down', { ...METER, state: 'inactive' }, may('claim.decide'), ['report', null]],
    ['released by its holder', { ...METER, customer: {} }, may('claim.decide'), ['report', null, 'release']],
    ['a machine or a keypad', METER, may('manage'), ['report', 'adjust', 'replace', 'device', 'keypad', null]],
    ['with a machine', { ...METER, deviceId: 'd' }, may('manage'), ['report', 'adjust', 'replace', 'device', null]],
    ['with a keypad', { ...METER, keypad: 'sts' }, may('manage'), ['report', 'adjust', 'replace', 'keypad', null]],
    [
      'with a keypad whose tokens we make',
      { ...METER, keypad: 'openpaygo' },
      may('manage'),
      ['report', 'adjust', 'replace', 'keypad', 'token', null],
    ],
  ] as const)('%s', (_, meter, can, offered) => {
    expect(meterMenu(meter, can)).toEqual(offered);
  });
});
