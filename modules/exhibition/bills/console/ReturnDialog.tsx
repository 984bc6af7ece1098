import { MenuItem, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { useNotify, useTranslate } from 'react-admin';
import { formatAmount } from '../../../../kernel/lib/money.ts';
import { useApproval } from '../../../../kernel/till/console/index.ts';
import { api, FormDialog, useForm, useFormat, useLabels } from '../../../../kernel/ui/index.ts';
import { ReturnLines, readBack } from './ReturnLines.tsx';
import type { BillDetail, Returned } from './types.ts';
import { VoucherDialog } from './VoucherDialog.tsx';

type Props = { bill: BillDetail; onClose: () => void; onDone: () => void };

/** Takes lines of a paid bill back: how much of each, why, and how the money goes. */
export function ReturnDialog({ bill, onClose, onDone }: Props) {
  const translate = useTranslate();
  const notify = useNotify();
  const format = useFormat();
  const { approved, dialog } = useApproval();
  const { currency } = bill;
  const say = useLabels('console.exhibition.sale');
  const names = Object.fromEntries(bill.lines.map(({ position }) => [`line${position}`, '']));
  const [voucher, setVoucher] = useState<{ code: string; amount: string } | null>(null);
  const form = useForm(
    { reason: '', to: 'same', ...names } as Record<string, string>,
    async (values, idempotencyKey) => {
      const back = readBack(bill, typedIn(values));
      const about = {
        what: 'exhibition.return',
        subjectId: bill.id,
        amount: formatAmount(back.minor, currency),
        currency,
      };
      const returned = await approved(about, (approvalId) =>
        api.post<Returned>(
          `/exhibition/bills/${bill.id}/returns`,
          { lines: back.lines, reason: values.reason, to: values.to, ...(approvalId && { approvalId }) },
          { idempotencyKey },
        ),
      );
      if (returned.voucher) return setVoucher({ code: returned.voucher, amount: returned.givenBack });
      notify('console.exhibition.sale.given_back', {
        type: 'success',
        messageArgs: { amount: format.money(returned.givenBack, currency) },
        autoHideDuration: 10_000,
      });
      done();
    },
  );
  const typedIn = (values: Record<string, string>) =>
    Object.fromEntries(bill.lines.map(({ position }) => [position, values[`line${position}`] ?? '']));
  const typed = typedIn(form.values);
  const done = () => {
    onClose();
    onDone();
  };
  if (voucher) return <VoucherDialog {...voucher} currency={currency} onClose={done} />;
  return (
    <>
      <FormDialog title={say('return')} text={say('return_text')} confirm={say('return')} form={form} onClose={onClose}>
        <ReturnLines bill={bill} typed={typed} onType={(position, text) => form.set(`line${position}`, text)} />
        <TextField label={translate('console.exhibition.bill.void_reason')} {...form.bind('reason')} />
        <TextField select label={say('to')} {...form.bind('to')}>
          <MenuItem value="same">{say('to_same')}</MenuItem>
          <MenuItem value="cash">{say('to_cash')}</MenuItem>
          <MenuItem value="credit">{say(bill.customer ? 'to_credit' : 'to_voucher')}</MenuItem>
        </TextField>
        <Typography className="figures" sx={{ fontSize: '1.6rem', fontWeight: 700, textAlign: 'right' }}>
          {format.money(formatAmount(readBack(bill, typed).minor, currency), currency)}
        </Typography>
      </FormDialog>
      {dialog}
    </>
  );
}
