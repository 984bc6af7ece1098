import { Box } from '@mui/material';
import { useTranslate } from 'react-admin';
import { moneyFormat } from '../../lib/money-format.ts';
import { useFormat } from '../../ui/index.ts';
import type { Payment } from './types.ts';

type Props = { payment: Pick<Payment, 'amount' | 'base' | 'currency' | 'ownAmount'>; size?: string };

/** The expected amount. The part that makes it unique is marked: staff look for it in the picture. */
export function Amount({ payment, size }: Props) {
  const translate = useTranslate();
  const format = useFormat();
  const { currency, amount, base } = payment;
  const money = moneyFormat(format.locale, currency);
  const parts = money.formatToParts(amount as Intl.StringNumericLiteral);
  const price = money.formatToParts(base as Intl.StringNumericLiteral);
  const own = amount === base ? parts.length : parts.findIndex((part, i) => part.value !== price[i]?.value);
  return (
    <Box component="span" className="figures" sx={{ fontSize: size, fontWeight: 650, whiteSpace: 'nowrap' }}>
      {parts.map((part, i) =>
        i >= own && ['integer', 'fraction'].includes(part.type) ? (
          <Box
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a figure have no other name than their place.
            key={`${i}-${part.type}`}
            component="mark"
            title={translate('console.payments.own_amount', { base: format.money(base, currency) })}
            sx={{ color: 'primary.main', bgcolor: 'action.selected', borderRadius: 1, px: 0.25 }}
          >
            {part.value}
          </Box>
        ) : (
          part.value
        ),
      )}
    </Box>
  );
}
