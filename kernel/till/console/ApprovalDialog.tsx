import { TextField, ToggleButton, ToggleButtonGroup, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, FormDialog, SelectField, useForm, useLabels } from '../../ui/index.ts';
import type { About, Approver } from './types.ts';

type Props = { about: About; text: string; onDone: (approvalId: string | null) => void };

/** A supervisor types their PIN at this screen, or e-mail address and password. */
export function ApprovalDialog({ about, text, onDone }: Props) {
  const label = useLabels('console.till.approval');
  const query = useQuery({ queryKey: ['approvers'], queryFn: () => api.get<Approver[]>('/approvals/approvers') });
  const approvers = query.data ?? [];
  const [chosen, setWay] = useState<'pin' | 'sign_in' | null>(null);
  const way = chosen ?? (query.data?.length === 0 ? 'sign_in' : 'pin');
  const form = useForm(
    { approverId: '', pin: '', email: '', password: '', code: '' },
    async ({ approverId, pin, email, password, code }, idempotencyKey) => {
      const first = approvers[0]?.id;
      const secret =
        way === 'pin'
          ? { approverId: approverId || first, pin }
          : { email, password, ...(code.trim() && { code: code.trim() }) };
      const made = await api.post<{ id: string }>('/approvals', { ...about, ...secret }, { idempotencyKey });
      onDone(made.id);
    },
  );
  // Another person's secrets: the browser must not keep them for the cashier.
  const secret = { autoComplete: 'one-time-code' };
  return (
    <FormDialog title={label('title')} text={text} confirm={label('action')} form={form} onClose={() => onDone(null)}>
      {about.amount !== undefined && (
        <Typography variant="h2" component="p" className="figures" sx={{ textAlign: 'center' }}>
          {`${about.amount} ${about.currency ?? ''}`}
        </Typography>
      )}
      <ToggleButtonGroup
        exclusive
        fullWidth
        size="small"
        value={way}
        onChange={(_, next: typeof way | null) => next && setWay(next)}
      >
        <ToggleButton value="pin" disabled={approvers.length === 0}>
          {label('by_pin')}
        </ToggleButton>
        <ToggleButton value="sign_in">{label('by_sign_in')}</ToggleButton>
      </ToggleButtonGroup>
      {way === 'pin' ? (
        <>
          {approvers.length > 0 && (
            <SelectField
              label={label('who')}
              {...form.bind('approverId')}
              value={form.values.approverId || approvers[0]?.id}
              choices={approvers}
            />
          )}
          <TextField
            autoFocus
            label={label('pin')}
            {...form.bind('pin', { inputMode: 'numeric', maxLength: 20, autoComplete: 'one-time-code' })}
            type="password"
          />
        </>
      ) : (
        <>
          <TextField autoFocus label={label('email')} {...form.bind('email')} autoComplete="off" />
          <TextField label={label('password')} {...form.bind('password', secret)} type="password" />
          <TextField label={label('code')} {...form.bind('code')} autoComplete="off" />
        </>
      )}
    </FormDialog>
  );
}
