import { Checkbox, FormControlLabel, TextField } from '@mui/material';
import { useState } from 'react';
import { useApproval } from '../../../../kernel/till/console/index.ts';
import { api, FormDialog, SelectField, useForm, useLabels } from '../../../../kernel/ui/index.ts';
import type { Statement } from './types.ts';

const LABELS = 'console.exhibition.statement';

/** Money between the house and a stall: what is owed, as a pay-out or from the stall. */
export function PayoutDialog({ statement, onClose }: { statement: Statement; onClose: () => void }) {
  const label = useLabels(LABELS);
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
  const send = async (values: typeof initial, idempotencyKey: string) => {
    const body = { ...values, paidOutMinor: paidOutSoFarMinor, ...(beyond && { beyond }) };
    const about = { what: 'till.pay_out', subjectId: stall.id, amount: values.amount, currency: statement.currency };
    await approved(about, (approvalId) => {
      const path = `/exhibition/stalls/${stall.id}/payouts`;
      return api.post(path, { ...body, ...(approvalId && { approvalId }) }, { idempotencyKey });
    });
    onClose();
  };
  const form = useForm(initial, send, LABELS);
  const named = (id: string, key = id) => ({ id, name: label(key) });
  return (
    <>
      {dialog}
      <FormDialog title={label('pay')} confirm={label('record')} form={form} onClose={onClose}>
        <SelectField {...form.bind('direction')} choices={[named('to_stall'), named('from_stall')]} />
        <TextField {...form.bind('amount', { inputMode: 'decimal', maxLength: 30 })} autoFocus />
        <SelectField {...form.bind('method')} choices={[named('cash', 'by_cash'), named('transfer', 'by_transfer')]} />
        <TextField {...form.bind('reference', { maxLength: 100 })} />
        <TextField {...form.bind('note', { maxLength: 500 })} />
        <FormControlLabel
          control={<Checkbox checked={beyond} onChange={({ target }) => setBeyond(target.checked)} />}
          label={label('beyond')}
        />
      </FormDialog>
    </>
  );
}
