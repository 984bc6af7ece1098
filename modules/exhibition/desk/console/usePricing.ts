import { useSession } from '../../../../kernel/ui/index.ts';
import { billMinor } from '../../amount.rule.ts';
import { useDeskRules } from '../../bills/console/useDeskRules.ts';
import type { Pricing } from './pricing.ts';

/** How this organization prices what it sells. */
export function usePricing(currency: string): Pricing {
  const { organization } = useSession();
  const rules = useDeskRules();
  return {
    currency,
    whole: (rules?.roundsTotal ?? false) && currency === 'INR',
    minorOf: (text) => billMinor(text, currency, organization),
  };
}
