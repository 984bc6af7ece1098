import { Alert, Button, MenuItem, Stack, TextField } from '@mui/material';
import { useNotify } from 'react-admin';
import { api, dotted, Muted, Panel, useForm, useLabels } from '../../ui/index.ts';
import type { Drawer } from './types.ts';

/** Opens a drawer with a float. A drawer that somebody else has open is shown with their name. */
export function OpenForm({ drawers, onDone }: { drawers: Drawer[]; onDone: () => Promise<unknown> }) {
  const label = useLabels('console.till');
  const notify = useNotify();
  const isFree = ({ openBy, shared }: Drawer) => shared || openBy.length === 0;
  const first = drawers.find(isFree) ?? drawers[0];
  const form = useForm({ drawerId: '', float: '' }, async ({ drawerId, float }, idempotencyKey) => {
    await api.post(
      '/till/sessions',
      { drawerId: drawerId || first?.id, float: float.trim() || '0' },
      { idempotencyKey },
    );
    notify(label('opened_ok'), { type: 'success' });
    await onDone();
  });
  const drawer = drawers.find(({ id }) => id === form.values.drawerId) ?? first;
  return (
    <Panel title={label('open_title')}>
      <Muted sx={{ mb: 2 }}>{label('open_text')}</Muted>
      <Stack component="form" onSubmit={form.submit} sx={{ gap: 2 }} noValidate>
        {form.message && <Alert severity="error">{form.message}</Alert>}
        {drawers.length > 1 && (
          <TextField select label={label('drawer')} {...form.bind('drawerId')} value={drawer?.id ?? ''}>
            {drawers.map((one) => (
              <MenuItem key={one.id} value={one.id} disabled={!isFree(one)}>
                {dotted([one.name, one.openBy.length > 0 && label('busy', { names: one.openBy.join(', ') })])}
              </MenuItem>
            ))}
          </TextField>
        )}
        <TextField
          autoFocus
          label={`${label('float')} (${drawer?.currency ?? ''})`}
          {...form.bind('float', { inputMode: 'decimal', maxLength: 30 })}
        />
        <Button type="submit" variant="contained" size="large" disabled={form.busy}>
          {label('open_action')}
          {drawers.length === 1 && `: ${drawer?.name}`}
        </Button>
      </Stack>
    </Panel>
  );
}
