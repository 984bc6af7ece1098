import { Button, MenuItem, Stack, TextField } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useRefresh, useTranslate } from 'react-admin';
import { api, FormDialog, useAction, useCan, useForm, useSession } from '../../../../kernel/ui/index.ts';
import type { Alarm, Technician } from './alarm.ts';
import { MuteDialog } from './MuteDialog.tsx';

/** Acknowledge, take over or give to somebody, mute. */
export function AlarmButtons({ alarm }: { alarm: Alarm }) {
  const translate = useTranslate();
  const can = useCan();
  const [open, setOpen] = useState<'acknowledge' | 'assign' | 'mute' | null>(null);
  const { busy, run } = useAction();
  const label = (name: string) => translate(`console.coffee.alarm.${name}`);
  const close = () => setOpen(null);
  if (!can('coffee.operate') || alarm.clearedAt) return null;
  const { machine, mutedUntil } = alarm;
  const unmute = () => run(() => api.put(`/coffee/machines/${machine?.id}/mute`, { until: null }));
  return (
    <Stack
      direction="row"
      sx={{ justifyContent: { xs: 'flex-start', sm: 'flex-end' }, flexWrap: { xs: 'wrap', lg: 'nowrap' }, gap: 0.5 }}
    >
      {!alarm.acknowledgedAt && (
        <Button size="small" sx={{ whiteSpace: 'nowrap' }} onClick={() => setOpen('acknowledge')}>
          {label('acknowledge')}
        </Button>
      )}
      <Button size="small" sx={{ whiteSpace: 'nowrap' }} onClick={() => setOpen('assign')}>
        {label('give')}
      </Button>
      {machine && (
        <Button
          size="small"
          sx={{ whiteSpace: 'nowrap' }}
          disabled={busy}
          onClick={() => (mutedUntil ? void unmute() : setOpen('mute'))}
        >
          {label(mutedUntil ? 'unmute' : 'mute')}
        </Button>
      )}
      {open === 'acknowledge' && <Acknowledge alarm={alarm} onClose={close} />}
      {open === 'assign' && <Assign alarm={alarm} onClose={close} />}
      {open === 'mute' && machine && <MuteDialog machineId={machine.id} onClose={close} />}
    </Stack>
  );
}

type Props = { alarm: Alarm; onClose: () => void };

function Acknowledge({ alarm, onClose }: Props) {
  const translate = useTranslate();
  const refresh = useRefresh();
  const label = (name: string) => translate(`console.coffee.alarm.${name}`);
  const form = useForm({ note: '' }, async ({ note }) => {
    await api.post(`/coffee/alarms/${alarm.id}/acknowledge`, { note });
    refresh();
    onClose();
  });
  const text = (
    <>
      {alarm.text} {label('acknowledge_text')}
    </>
  );
  return (
    <FormDialog title={label('acknowledge')} text={text} confirm={label('acknowledge')} form={form} onClose={onClose}>
      <TextField label={label('note')} {...form.bind('note')} slotProps={{ htmlInput: { maxLength: 500 } }} />
    </FormDialog>
  );
}

const NOBODY = 'nobody';

function Assign({ alarm, onClose }: Props) {
  const translate = useTranslate();
  const refresh = useRefresh();
  const { organization } = useSession();
  const label = (name: string) => translate(`console.coffee.alarm.${name}`);
  const query = useQuery({
    queryKey: ['coffee', 'technicians', organization.id],
    queryFn: () => api.get<Technician[]>('/coffee/technicians'),
  });
  const people = (query.data ?? []).toSorted((a, b) => Number(b.me) - Number(a.me));
  const form = useForm({ userId: alarm.assignedTo?.id ?? '' }, async ({ userId }) => {
    const chosen = userId || people[0]?.id || NOBODY;
    await api.post(`/coffee/alarms/${alarm.id}/assign`, { user_id: chosen === NOBODY ? null : chosen });
    refresh();
    onClose();
  });
  const known = people.some(({ id }) => id === form.values.userId) || form.values.userId === NOBODY;
  return (
    <FormDialog
      title={label('assign')}
      text={label('assign_text')}
      confirm={label('give')}
      form={form}
      onClose={onClose}
    >
      <TextField
        select
        label={label('who')}
        {...form.bind('userId')}
        value={known ? form.values.userId : (people[0]?.id ?? NOBODY)}
      >
        {people.map(({ id, name, me }) => (
          <MenuItem key={id} value={id}>
            {me ? `${label('take')} (${name})` : name}
          </MenuItem>
        ))}
        <MenuItem value={NOBODY}>{label('nobody')}</MenuItem>
      </TextField>
    </FormDialog>
  );
}
