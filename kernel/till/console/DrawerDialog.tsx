import { TextField } from '@mui/material';
import { api, Caption, FormDialog, SwitchField, useForm, useLabels, useSession } from '../../ui/index.ts';
import type { Drawer } from './types.ts';

const LABELS = 'console.till.drawers';

type Props = { drawer: Drawer | null; onDone: () => Promise<unknown>; onClose: () => void };

/** A new drawer, or changes of one; its code and currency stay. */
export function DrawerDialog({ drawer, onDone, onClose }: Props) {
  const label = useLabels(LABELS);
  const { organization } = useSession();
  const form = useForm(
    {
      name: drawer?.name ?? '',
      code: '',
      currency: organization.currency,
      shared: String(drawer?.shared ?? false),
      archived: String(drawer?.archived ?? false),
    },
    async ({ name, code, currency, shared, archived }, idempotencyKey) => {
      if (drawer) {
        await api.patch(`/till/drawers/${drawer.id}`, {
          name,
          shared: shared === 'true',
          archived: archived === 'true',
        });
      } else {
        const body = {
          name,
          currency: currency.trim().toUpperCase(),
          shared: shared === 'true',
          ...(code.trim() && { code: code.trim() }),
        };
        await api.post('/till/drawers', body, { idempotencyKey });
      }
      await onDone();
    },
    LABELS,
  );
  return (
    <FormDialog title={label(drawer ? 'edit' : 'add')} confirm={label('save')} form={form} onClose={onClose}>
      <TextField autoFocus {...form.bind('name', { maxLength: 80 })} />
      {!drawer && (
        <>
          <TextField {...form.bind('code', { help: 'code_help' })} />
          <TextField {...form.bind('currency')} />
        </>
      )}
      <SwitchField {...form.toggle('shared')} />
      <Caption>{label('shared_text')}</Caption>
      {drawer && <SwitchField {...form.toggle('archived')} />}
    </FormDialog>
  );
}
