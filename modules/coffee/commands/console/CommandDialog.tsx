import { useRefresh } from 'react-admin';
import { api, FormDialog, useForm, useLabels } from '../../../../kernel/ui/index.ts';
import { CommandFields } from './CommandFields.tsx';
import { commandOf, EMPTY } from './command.ts';

/** Gives one machine a command. */
export function CommandDialog({ machineId, onClose }: { machineId: string; onClose: () => void }) {
  const refresh = useRefresh();
  const label = useLabels('console.coffee.command');
  const form = useForm(EMPTY, async (values, idempotencyKey) => {
    await api.post(`/coffee/machines/${machineId}/commands`, commandOf(values), { idempotencyKey });
    refresh();
    onClose();
  });
  return (
    <FormDialog title={label('give')} confirm={label('send')} form={form} onClose={onClose}>
      <CommandFields form={form} />
    </FormDialog>
  );
}
