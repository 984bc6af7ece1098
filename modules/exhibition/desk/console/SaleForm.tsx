import { Box, Button, TextField, Typography } from '@mui/material';
import { type KeyboardEvent, useEffect } from 'react';
import { useNotify, useTranslate } from 'react-admin';
import { decimalsOf, formatAmount } from '../../../../kernel/lib/money.ts';
import { ApprovalDialog } from '../../../../kernel/till/console/index.ts';
import { Caption, useLabels } from '../../../../kernel/ui/index.ts';
import { showCustomer, useShown } from '../../bills/console/customerScreen.ts';
import { AgainField } from './AgainField.tsx';
import { CartView } from './CartView.tsx';
import { KeyGrid } from './KeyGrid.tsx';
import type { Cart } from './useCart.ts';
import { type SaleProps, useSale } from './useSale.ts';

/**
 * A sale of items: one field takes codes, amounts, quantities and discounts, keys beside it take touches, and Enter in the
 * empty field leads to the payment. An amount alone is a bill as it is where nothing is listed.
 */
export function SaleForm(props: SaleProps) {
  const { items, currency, amount, focused } = props;
  const translate = useTranslate();
  const sale = useSale(props);
  const { cart, large, text } = sale;
  useEffect(() => {
    if (focused) amount.current?.focus();
  }, [focused, amount]);
  useShownCart(cart, currency);
  const say = useLabels('console.exhibition.sale');
  const toAmount = () => amount.current?.focus();
  return (
    <Box component="form" onSubmit={sale.submit} sx={LAYOUT} noValidate autoComplete="off">
      <AmountField sale={sale} amount={amount} currency={currency} />
      <TextField
        label={translate('console.exhibition.bill.description')}
        name="description"
        value={sale.description}
        onChange={(event) => sale.setDescription(event.target.value)}
        sx={{ gridArea: 'text' }}
        slotProps={{ htmlInput: { maxLength: 200, style: { padding: '15px 12px' } } }}
      />
      <Caption sx={{ gridArea: 'help', display: { xs: 'none', md: 'block' } }}>{say('help')}</Caption>
      <Box sx={{ gridArea: 'keys', minWidth: 0 }}>
        <KeyGrid items={items} onPick={(item) => sale.pick(item)} />
      </Box>
      <Box sx={{ gridArea: 'cart', minWidth: 0 }}>
        {cart.lines.length === 0 ? (
          <Typography color="textSecondary">{say('empty')}</Typography>
        ) : (
          <CartView cart={cart} currency={currency} reason={sale.reason} onReason={toAmount} />
        )}
        {large.entry && (
          <Box sx={{ mt: 1 }}>
            <AgainField large={large} currency={currency} onBack={toAmount} />
          </Box>
        )}
        <Button
          type="submit"
          variant="contained"
          size="large"
          fullWidth
          disabled={text.trim() === '' && cart.lines.length === 0}
          sx={{ mt: 1 }}
        >
          {text.trim() === '' && cart.lines.length > 0 ? say('pay') : translate('console.exhibition.bill.add')}
        </Button>
      </Box>
      {sale.approving && <DiscountApproval sale={sale} {...props} />}
    </Box>
  );
}

type OfSale = { sale: ReturnType<typeof useSale> };

function AmountField({ sale, amount, currency }: OfSale & Pick<SaleProps, 'amount' | 'currency'>) {
  const translate = useTranslate();
  const { fault, cart } = sale;
  const keys = (event: KeyboardEvent) => {
    if (event.key !== 'Backspace' || sale.text !== '' || cart.lines.length === 0) return;
    event.preventDefault();
    cart.setQuantity(cart.lines.length - 1, 0);
    if (cart.lines.length === 1) showCustomer({ state: 'idle' });
  };
  const about = fault && FAULTS.has(fault) ? 'sale' : 'bill.fault';
  return (
    <TextField
      inputRef={amount}
      label={translate('console.exhibition.bill.amount')}
      name="amount"
      value={sale.text}
      placeholder={translate('console.exhibition.sale.placeholder')}
      onChange={(event) => sale.type(event.target.value)}
      onKeyDown={keys}
      error={fault !== null}
      helperText={fault && translate(`console.exhibition.${about}.${fault}`, { digits: decimalsOf(currency) })}
      sx={{ gridArea: 'amount' }}
      slotProps={{
        htmlInput: {
          'data-focus-home': true,
          enterKeyHint: 'done',
          autoComplete: 'off',
          style: { fontSize: '1.25rem', fontWeight: 600 },
        },
      }}
    />
  );
}

/** A supervisor's, for a discount above the limit. */
function DiscountApproval({ sale, exhibitionId, currency }: OfSale & SaleProps) {
  const translate = useTranslate();
  const notify = useNotify();
  const text = translate('console.exhibition.sale.above_limit');
  return (
    <ApprovalDialog
      about={{
        what: 'exhibition.discount',
        subjectId: exhibitionId,
        amount: formatAmount(sale.cart.discountMinor, currency),
        currency,
      }}
      text={text}
      onDone={(approvalId) => {
        sale.approved(approvalId);
        if (!approvalId) notify(text, { type: 'warning' });
      }}
    />
  );
}

/** The customer's screen shows what is in the cart. */
function useShownCart(cart: Cart, currency: string) {
  useShown(
    cart.lines.length === 0
      ? null
      : {
          state: 'sale',
          currency,
          lines: cart.lines.map(({ name, quantity, sum }) => ({
            name: name.slice(0, 200),
            quantity,
            amount: formatAmount(sum?.amountMinor ?? 0, currency),
          })),
          total: formatAmount(cart.total, currency),
        },
  );
}

/** Faults that are not those of an amount. */
const FAULTS = new Set(['item_unknown', 'quantity', 'nothing_off', 'above_limit_offline']);

const LAYOUT = {
  display: 'grid',
  gap: 1.5,
  alignItems: 'start',
  gridTemplateColumns: { xs: 'minmax(0,1fr)', sm: 'minmax(0,1fr) minmax(0,1fr)' },
  gridTemplateAreas: { xs: '"amount" "keys" "cart" "text"', sm: '"amount text" "help help" "keys cart"' },
};
