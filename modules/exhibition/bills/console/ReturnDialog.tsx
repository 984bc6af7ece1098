import { MenuItem, Stack, TextField, Typography } from '@mui/material';
import { useNotify, useTranslate } from 'react-admin';
import { formatAmount } from '../../../../kernel/lib/money.ts';
import { useApproval } from '../../../../kernel/till/console/index.ts';
import { api, FormDialog, useForm, useFormat } from '../../../../kernel/ui/index.ts';
import { readQuantity } from '../lines.rule.ts';
import { linesBack, moneyBack } from '../return.rule.ts';
import type { BillDetail, Returned } from './types.ts';

type Props = { bill: BillDetail; onClose: () => void; onDone: () => void };

/** Takes lines of a paid bill back: how much of each, why, and how the money goes. */
export function ReturnDialog({ bill, onClose, onDone }: Props) {
  const translate = useTranslate();
  const notify = useNotify();
  const format = useFormat();
  const { approved, dialog } = useApproval();
  const { currency } = bill;
  const say = (key: string, values = {}) => translate(`console.exhibition.sale.${key}`, values);
  const names = Object.fromEntries(bill.lines.map(({ position }) => [`line${position}`, '']));
  const form = useForm(
    { reason: '', to: 'same', ...names } as Record<string, string>,
    async (values, idempotencyKey) => {
      const lines = wantedOf(values).map(({ position, text }) => ({ position, quantity: text }));
      const about = {
        what: 'exhibition.return',
        subjectId: bill.id,
        amount: formatAmount(backMinor, currency),
        currency,
      };
      const back = await approved(about, (approvalId) =>
        api.post<Returned>(
          `/exhibition/bills/${bill.id}/returns`,
          { lines, reason: values.reason, to: values.to, ...(approvalId && { approvalId }) },
          { idempotencyKey },
        ),
      );
      notify('console.exhibition.sale.given_back', {
        type: 'success',
        messageArgs: { amount: format.money(back.givenBack, currency) },
        autoHideDuration: 10_000,
      });
      onClose();
      onDone();
    },
  );
  const wantedOf = (values: Record<string, string>) =>
    bill.lines.flatMap(({ position }) => {
      const text = (values[`line${position}`] ?? '').trim().replace(',', '.');
      return text === '' ? [] : [{ position, text, quantityMilli: readQuantity(text) ?? 0 }];
    });
  const sold = bill.lines.map((line) => ({
    position: line.position,
    unit: line.unit,
    quantity_milli: line.quantityMilli,
    amount_minor: line.amountMinor,
    returned_milli: line.returnedMilli,
    returned_minor: line.returnedMinor,
    tax_basis_points: null,
  }));
  const back = linesBack(sold, wantedOf(form.values));
  const backMinor = back.ok ? moneyBack({ amount_minor: bill.amountMinor }, sold, back.data) : 0;
  return (
    <>
      <FormDialog title={say('return')} text={say('return_text')} confirm={say('return')} form={form} onClose={onClose}>
        {bill.lines
          .filter((line) => line.returnedMilli < line.quantityMilli)
          .map((line, at) => (
            <Stack key={line.position} direction="row" sx={{ gap: 1.5, alignItems: 'center' }}>
              <Typography sx={{ flex: 1, minWidth: 0 }}>
                {line.name || translate('console.exhibition.bill.no_description')}
              </Typography>
              <TextField
                size="small"
                autoFocus={at === 0}
                label={say('of', { quantity: (line.quantityMilli - line.returnedMilli) / 1000 })}
                {...form.bind(`line${line.position}`)}
                sx={{ width: 110 }}
                slotProps={{ htmlInput: { inputMode: 'decimal' } }}
              />
            </Stack>
          ))}
        <TextField label={translate('console.exhibition.bill.void_reason')} {...form.bind('reason')} />
        <TextField select label={say('to')} {...form.bind('to')}>
          <MenuItem value="same">{say('to_same')}</MenuItem>
          <MenuItem value="cash">{say('to_cash')}</MenuItem>
        </TextField>
        <Typography className="figures" sx={{ fontSize: '1.6rem', fontWeight: 700, textAlign: 'right' }}>
          {format.money(formatAmount(backMinor, currency), currency)}
        </Typography>
      </FormDialog>
      {dialog}
    </>
  );
}
