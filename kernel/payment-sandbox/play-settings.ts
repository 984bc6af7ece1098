import { type Ctx, orgOf } from '../ctx/index.ts';
import { isAirtelCountry, MTN_ENVIRONMENT_NAMES, MTN_ENVIRONMENTS } from '../lib/mobile-money.ts';

type Chosen = [settings: string, patch: Record<string, unknown>];

/** Settings of the demo: each provider with play money that works in the organization's country. */
export function playSettings(ctx: Ctx): Chosen[] {
  const { country } = orgOf(ctx);
  const mtn = MTN_ENVIRONMENT_NAMES.find((name) => MTN_ENVIRONMENTS[name].country === country);
  return [
    ['sandbox', { enabled: true }],
    ...(mtn ? [['mtn', { play_money: true, target_environment: mtn }] satisfies Chosen] : []),
    ...(isAirtelCountry(country) ? [['airtel', { play_money: true, country }] satisfies Chosen] : []),
  ];
}
