import { MenuItem, TextField } from '@mui/material';
import { useRefresh, useTranslate } from 'react-admin';
import { api, FormDialog, useForm } from '../../../../kernel/ui/index.ts';

const HOURS = ['1', '8', '24', '168'] as const;

/** Nobody is told of a machine's alarms for some hours. */
export function MuteDialog({ machineId, onClose }: { machineId: string; onClose: () => void }) {
  const translate = useTranslate();
  const refresh = useRefresh();
  const label = (name: string) => translate(`console.coffee.alarm.${name}`);
  const form = useForm({ hours: '8', reason: '' }, async ({ hours, reason }) => {
    const until = new Date(Date.now() + Number(hours) * 3_600_000).toISOString();
    await api.put(`/coffee/machines/${machineId}/mute`, { until, reason });
    refresh();
    onClose();
  });
  return (
    <FormDialog title={label('mute')} text={label('mute_text')} confirm={label('mute')} form={form} onClose={onClose}>
      <TextField select label={label('mute_for')} {...form.bind('hours')}>
        {HOURS.map((hours) => (
          <MenuItem key={hours} value={hours}>
            {label(`hours_${hours}`)}
          </MenuItem>
        ))}
      </TextField>
      <TextField label={label('reason')} {...form.bind('reason')} slotProps={{ htmlInput: { maxLength: 200 } }} />
    </FormDialog>
  );
}
