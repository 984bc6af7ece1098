import PlusIcon from '@mui/icons-material/Add';
import MinusIcon from '@mui/icons-material/Remove';
import { Box, Button, IconButton, Stack, TextField, Typography } from '@mui/material';
import { type RefObject, useState } from 'react';
import { useTranslate } from 'react-admin';
import { formatAmount } from '../../../../kernel/lib/money.ts';
import { Figures, useFormat, useLabels } from '../../../../kernel/ui/index.ts';
import { OffDialog } from './OffDialog.tsx';
import type { Off } from './typed.ts';
import type { Cart } from './useCart.ts';

type Props = { cart: Cart; currency: string; reason: RefObject<HTMLInputElement | null>; onReason: () => void };

/** What is being sold, with what is taken off, and the total in large figures. */
export function CartView({ cart, currency, reason, onReason }: Props) {
  const translate = useTranslate();
  const format = useFormat();
  // What a discount is typed for: the bill, or a line by its place.
  const [asking, setAsking] = useState<'bill' | number | null>(null);
  const say = useLabels('console.exhibition.sale');
  const money = (minor: number) => format.money(formatAmount(minor, currency), currency);
  const words = (off: Off) => ('percent' in off ? `${off.percent} %` : format.money(off.amount, currency));
  return (
    <Stack sx={{ gap: 0.5, minWidth: 0 }} role="group" aria-label={say('cart')} data-testid="cart">
      {cart.lines.map(({ name, quantity, unit, discount, sum }, at) => {
        const step = unit === 'kg' ? 0.1 : 1;
        const set = (to: number) => cart.setQuantity(at, Math.max(0, Math.round(to * 1000) / 1000));
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place in the bill
          <Box key={at} sx={LINE}>
            <Typography sx={{ gridArea: 'name', overflowWrap: 'anywhere', lineHeight: 1.3 }}>
              {name || translate('console.exhibition.bill.no_description')}
            </Typography>
            <Stack direction="row" sx={{ gridArea: 'count', alignItems: 'center' }}>
              <IconButton size="small" aria-label={say('less', { name })} onClick={() => set(Number(quantity) - step)}>
                <MinusIcon fontSize="small" />
              </IconButton>
              <Figures sx={{ minWidth: 26, textAlign: 'center' }}>{quantity}</Figures>
              <IconButton size="small" aria-label={say('more', { name })} onClick={() => set(Number(quantity) + step)}>
                <PlusIcon fontSize="small" />
              </IconButton>
              <Button
                size="small"
                color="inherit"
                sx={{ minWidth: 0 }}
                aria-label={`${say('discount')}: ${name}`}
                onClick={() => setAsking(at)}
              >
                {discount ? `−${words(discount)}` : '%'}
              </Button>
            </Stack>
            <Figures sx={{ gridArea: 'amount', textAlign: 'right' }}>{money(sum?.amountMinor ?? 0)}</Figures>
          </Box>
        );
      })}
      {cart.discountMinor > 0 && (
        <Stack direction="row" sx={{ justifyContent: 'space-between', color: 'text.secondary' }}>
          <Typography>
            {say('discount')}
            {cart.off && ` ${words(cart.off)}`}
          </Typography>
          <Figures>−{money(cart.discountMinor)}</Figures>
        </Stack>
      )}
      {cart.discounted && (
        <TextField
          inputRef={reason}
          size="small"
          label={say('reason')}
          value={cart.reason}
          onChange={(event) => cart.setReason(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            if (cart.reason.trim() !== '') onReason();
          }}
          helperText={cart.aboveLimit ? say('above_limit') : undefined}
          slotProps={{ htmlInput: { maxLength: 200, list: 'discount-reasons' } }}
          sx={{ mt: 1 }}
        />
      )}
      <Stack direction="row" sx={{ justifyContent: 'space-between', alignItems: 'baseline', mt: 0.5 }}>
        <Button size="small" color="inherit" onClick={() => setAsking('bill')}>
          {say('discount')}
        </Button>
        <Figures data-testid="total" sx={{ fontSize: '1.9rem', fontWeight: 700 }}>
          {money(cart.total)}
        </Figures>
      </Stack>
      {cart.fault && <Typography color="error">{say(cart.fault)}</Typography>}
      <OffDialog
        open={asking !== null}
        currency={currency}
        title={asking === 'bill' ? say('discount') : `${say('discount')}: ${cart.lines[asking ?? 0]?.name ?? ''}`}
        onClose={() => setAsking(null)}
        onOff={(off) => {
          if (asking === 'bill') cart.setOff(off);
          else if (asking !== null) cart.setLineOff(asking, off);
          setAsking(null);
          if (off) setTimeout(() => reason.current?.focus());
        }}
      />
    </Stack>
  );
}

const LINE = {
  display: 'grid',
  columnGap: 0.75,
  alignItems: 'center',
  gridTemplateColumns: '1fr auto',
  gridTemplateAreas: '"name amount" "count count"',
  borderBottom: 1,
  borderColor: 'divider',
  py: 0.25,
};
