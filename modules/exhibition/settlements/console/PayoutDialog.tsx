import { Checkbox, FormControlLabel, MenuItem, TextField } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { useApproval } from '../../../../kernel/till/console/index.ts';
import { api, FormDialog, useForm } from '../../../../kernel/ui/index.ts';
import type { Statement } from './types.ts';

/** Money between the house and a stall: what is owed, as a pay-out or from the stall. */
export function PayoutDialog({ statement, onClose }: { statement: Statement; onClose: () => void }) {
  const translate = useTranslate();
  const label = (name: string) => translate(`console.exhibition.statement.${name}`);
  const { stall, account, paidOutSoFarMinor } = statement;
  const [beyond, setBeyond] = useState(false);
  const initial = {
    direction: account.owedMinor < 0 ? 'from_stall' : 'to_stall',
    amount: account.owedMinor === 0 ? '' : account.owed.replace('-', ''),
    method: 'cash',
    reference: '',
    note: '',
  };
  const { approved, dialog } = useApproval();
  const form = useForm<Record<keyof typeof initial, string>>(initial, async (values, idempotencyKey) => {
    const body = { ...values, paidOutMinor: paidOutSoFarMinor, ...(beyond && { beyond }) };
    const about = { what: 'till.pay_out', subjectId: stall.id, amount: values.amount, currency: statement.currency };
    await approved(about, (approvalId) =>
      api.post(
        `/exhibition/stalls/${stall.id}/payouts`,
        { ...body, ...(approvalId && { approvalId }) },
        { idempotencyKey },
      ),
    );
    onClose();
  });
  return (
    <>
      {dialog}
      <FormDialog title={label('pay')} confirm={label('record')} form={form} onClose={onClose}>
        <TextField select label={label('direction')} {...form.bind('direction')}>
          <MenuItem value="to_stall">{label('to_stall')}</MenuItem>
          <MenuItem value="from_stall">{label('from_stall')}</MenuItem>
        </TextField>
        <TextField
          label={label('amount')}
          {...form.bind('amount')}
          autoFocus
          slotProps={{ htmlInput: { inputMode: 'decimal', maxLength: 30 } }}
        />
        <TextField select label={label('method')} {...form.bind('method')}>
          <MenuItem value="cash">{label('by_cash')}</MenuItem>
          <MenuItem value="transfer">{label('by_transfer')}</MenuItem>
        </TextField>
        <TextField
          label={label('reference')}
          {...form.bind('reference')}
          slotProps={{ htmlInput: { maxLength: 100 } }}
        />
        <TextField label={label('note')} {...form.bind('note')} slotProps={{ htmlInput: { maxLength: 500 } }} />
        <FormControlLabel
          control={<Checkbox checked={beyond} onChange={({ target }) => setBeyond(target.checked)} />}
          label={label('beyond')}
        />
      </FormDialog>
    </>
  );
}
