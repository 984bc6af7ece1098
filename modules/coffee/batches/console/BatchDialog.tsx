import { MenuItem, TextField, Typography } from '@mui/material';
import { useNotify, useRefresh, useTranslate } from 'react-admin';
import { api, FormDialog, useForm } from '../../../../kernel/ui/index.ts';
import { CommandFields } from '../../commands/console/CommandFields.tsx';
import { commandOf, EMPTY } from '../../commands/console/command.ts';
import { useMerchants } from '../../merchants/console/useMerchants.ts';

type Props = { ids?: string[]; onClose: () => void; onDone?: () => void };

/** Gives many machines a command: those with these ids, or all that a filter chooses. */
export function BatchDialog({ ids, onClose, onDone }: Props) {
  const translate = useTranslate();
  const refresh = useRefresh();
  const notify = useNotify();
  const merchants = useMerchants();
  const label = (name: string) => translate(`console.coffee.batch.${name}`);
  const form = useForm({ ...EMPTY, merchantId: '', model: '', tag: '' }, async (values, idempotencyKey) => {
    const { merchantId, model, tag } = values;
    const chosen = Object.entries({ merchantId, model: model.trim(), tag: tag.trim() }).filter(([, value]) => value);
    const filter = ids ? { ids } : Object.fromEntries(chosen);
    await api.post('/coffee/batches', { command: commandOf(values), filter }, { idempotencyKey });
    notify('console.coffee.batch.started', { type: 'success' });
    refresh();
    onDone?.();
    onClose();
  });
  const text = ids ? translate('console.coffee.batch.selected', { count: ids.length }) : label('give_text');
  return (
    <FormDialog title={label('give')} text={text} confirm={label('give')} form={form} onClose={onClose}>
      <CommandFields form={form} many />
      {!ids && (
        <>
          <Typography variant="subtitle2">{label('machines')}</Typography>
          <TextField select label={label('merchant')} {...form.bind('merchantId')}>
            <MenuItem value="">{label('all')}</MenuItem>
            {merchants.map(({ id, name }) => (
              <MenuItem key={id} value={id}>
                {name}
              </MenuItem>
            ))}
          </TextField>
          <TextField label={label('model')} {...form.bind('model')} slotProps={{ htmlInput: { maxLength: 80 } }} />
          <TextField label={label('tag')} {...form.bind('tag')} slotProps={{ htmlInput: { maxLength: 30 } }} />
        </>
      )}
    </FormDialog>
  );
}
