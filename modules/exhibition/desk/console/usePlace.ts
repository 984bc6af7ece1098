import { useState } from 'react';
import { useDeskRules } from '../../bills/console/useDeskRules.ts';
import type { Customer } from '../../customers/console/types.ts';
import type { Exhibition } from '../../exhibitions/console/types.ts';
import { isOn, useExhibitions } from '../../exhibitions/console/useExhibitions.ts';
import { placeOf } from '../../place.rule.ts';

/**
 * Whether the customer belongs to another exhibition than the desk's, by the server's own rule, so that a desk without a
 * network asks as well. While the setting is unknown, it asks: the server refuses later what the setting refuses.
 */
export function usePlace(customer: Customer, desk: Exhibition | null) {
  const open = useExhibitions().filter(isOn);
  const setting = useDeskRules()?.otherExhibition ?? 'ask';
  // What a person agreed to counts for this customer at this desk only.
  const [agreedAt, setAgreedAt] = useState<string | null>(null);
  const at = desk?.id ?? '';
  const agreed = agreedAt === at;
  const of = customer.exhibitionId;
  const place = placeOf(
    { of, desk: desk?.id, open: open.map(({ id }) => id), confirmed: agreed ? of : undefined },
    setting,
  );
  return {
    asks: place === 'ask' || place === 'refuse' ? place : null,
    desk: desk ?? (open.length === 1 ? (open[0] ?? null) : null),
    agreed: place === 'agreed',
    agree: () => setAgreedAt(at),
    /** What a bill says about it. */
    named: {
      ...(desk && { exhibitionId: desk.id }),
      ...(place === 'agreed' && { confirmedExhibitionId: of }),
    },
  };
}
