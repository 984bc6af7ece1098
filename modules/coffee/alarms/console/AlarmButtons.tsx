import { Button, Stack, TextField } from '@mui/material';
import { useState } from 'react';
import { useRefresh } from 'react-admin';
import {
  api,
  FormDialog,
  SelectField,
  useAction,
  useCan,
  useForm,
  useGet,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import type { Alarm, Technician } from './alarm.ts';

const LABELS = 'console.coffee.alarm';

/** Acknowledge, take over or give to somebody, mute. */
export function AlarmButtons({ alarm }: { alarm: Alarm }) {
  const can = useCan();
  const [open, setOpen] = useState<'acknowledge' | 'assign' | 'mute' | null>(null);
  const { busy, run } = useAction();
  const label = useLabels(LABELS);
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

const HOURS = ['1', '8', '24', '168'] as const;

/** Nobody is told of a machine's alarms for some hours. */
function MuteDialog({ machineId, onClose }: { machineId: string; onClose: () => void }) {
  const refresh = useRefresh();
  const label = useLabels(LABELS);
  const send = async ({ hours, reason }: Record<'hours' | 'reason', string>) => {
    const until = new Date(Date.now() + Number(hours) * 3_600_000).toISOString();
    await api.put(`/coffee/machines/${machineId}/mute`, { until, reason });
    refresh();
    onClose();
  };
  const form = useForm({ hours: '8', reason: '' }, send, LABELS);
  return (
    <FormDialog title={label('mute')} text={label('mute_text')} confirm={label('mute')} form={form} onClose={onClose}>
      <SelectField
        {...form.bind('hours')}
        label={label('mute_for')}
        choices={HOURS.map((hours) => ({ id: hours, name: label(`hours_${hours}`) }))}
      />
      <TextField {...form.bind('reason', { maxLength: 200 })} />
    </FormDialog>
  );
}

function Acknowledge({ alarm, onClose }: Props) {
  const refresh = useRefresh();
  const label = useLabels(LABELS);
  const send = async ({ note }: { note: string }) => {
    await api.post(`/coffee/alarms/${alarm.id}/acknowledge`, { note });
    refresh();
    onClose();
  };
  const form = useForm({ note: '' }, send, LABELS);
  const text = `${alarm.text} ${label('acknowledge_text')}`;
  return (
    <FormDialog title={label('acknowledge')} text={text} confirm={label('acknowledge')} form={form} onClose={onClose}>
      <TextField {...form.bind('note', { maxLength: 500 })} />
    </FormDialog>
  );
}

const NOBODY = 'nobody';

function Assign({ alarm, onClose }: Props) {
  const refresh = useRefresh();
  const label = useLabels(LABELS);
  const query = useGet<Technician[]>('/coffee/technicians');
  const people = (query.data ?? []).toSorted((a, b) => Number(b.me) - Number(a.me));
  const send = async ({ userId }: { userId: string }) => {
    const chosen = userId || people[0]?.id || NOBODY;
    await api.post(`/coffee/alarms/${alarm.id}/assign`, { user_id: chosen === NOBODY ? null : chosen });
    refresh();
    onClose();
  };
  const form = useForm({ userId: alarm.assignedTo?.id ?? '' }, send, LABELS);
  const choices = people.map(({ id, name, me }) => ({ id, name: me ? `${label('take')} (${name})` : name }));
  const known = people.some(({ id }) => id === form.values.userId) || form.values.userId === NOBODY;
  return (
    <FormDialog
      title={label('assign')}
      text={label('assign_text')}
      confirm={label('give')}
      form={form}
      onClose={onClose}
    >
      <SelectField
        {...form.bind('userId')}
        label={label('who')}
        value={known ? form.values.userId : (people[0]?.id ?? NOBODY)}
        choices={[...choices, { id: NOBODY, name: label('nobody') }]}
      />
    </FormDialog>
  );
}
