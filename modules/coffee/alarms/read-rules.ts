import type { Ctx } from '../../../kernel/ctx/index.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { readFirmware } from '../firmware.rule.ts';
import { coffeeSettings } from '../settings.ts';
import type { AlarmRules } from './judge-report.rule.ts';

/** From when on something is wrong, as the organization chose it. */
export async function readRules(ctx: Ctx): Promise<AlarmRules> {
  const settings = await getSettings(ctx, coffeeSettings);
  return {
    hotDc: settings.hot_degrees * 10,
    leewayPercent: settings.bin_leeway_percent,
    paymentErrors: partsOf(settings.payment_errors),
    doorErrors: partsOf(settings.door_errors),
    firmware: readFirmware(settings.firmware) ?? new Map(),
  };
}

const partsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean);
