import { expect, test } from 'vitest';
import { readLimits, showLimits } from './limits.rule.ts';

test('limits are read as they are shown; what is no number is named, and changes nothing', () => {
  const limits = { lowWh: 5500, dayWh: null, monthWh: 120_000 };
  expect(readLimits(showLimits(limits))).toEqual({ ok: true, limits });
  expect(readLimits({ lowWh: '', dayWh: '3,25', monthWh: ' ' })).toEqual({
    ok: true,
    limits: { lowWh: null, dayWh: 3250, monthWh: null },
  });
  expect(readLimits({ lowWh: '5', dayWh: 'much', monthWh: '' })).toEqual({ ok: false, field: 'dayWh' });
});
