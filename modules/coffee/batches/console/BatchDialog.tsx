import { TextField, Typography } from '@mui/material';
import { useNotify, useRefresh } from 'react-admin';
import { api, FormDialog, SelectField, useForm, useLabels } from '../../../../kernel/ui/index.ts';
import { CommandFields } from '../../commands/console/CommandFields.tsx';
import { commandOf, EMPTY } from '../../commands/console/command.ts';
import { useMerchants } from '../../merchants/console/useMerchants.ts';

const LABELS = 'console.coffee.batch';
const START = { ...EMPTY, merchantId: '', model: '', tag: '' };

type Props = { ids?: string[]; onClose: () => void; onDone?: () => void };

/** Gives many machines a command: those with these ids, or all that a filter chooses. */
export function BatchDialog({ ids, onClose, onDone }: Props) {
  const refresh = useRefresh();
  const notify = useNotify();
  const merchants = useMerchants();
  const label = useLabels(LABELS);
  const send = async (values: typeof START, idempotencyKey: string) => {
    const { merchantId, model, tag } = values;
    const chosen = Object.entries({ merchantId, model: model.trim(), tag: tag.trim() }).filter(([, value]) => value);
    const filter = ids ? { ids } : Object.fromEntries(chosen);
    await api.post('/coffee/batches', { command: commandOf(values), filter }, { idempotencyKey });
    notify('console.coffee.batch.started', { type: 'success' });
    refresh();
    onDone?.();
    onClose();
  };
  const form = useForm(START, send, LABELS);
  const text = ids ? label('selected', { count: ids.length }) : label('give_text');
  return (
    <FormDialog title={label('give')} text={text} confirm={label('give')} form={form} onClose={onClose}>
      <CommandFields form={form} many />
      {!ids && (
        <>
          <Typography variant="subtitle2">{label('machines')}</Typography>
          <SelectField {...form.bind('merchantId')} label={label('merchant')} choices={merchants} none={label('all')} />
          <TextField {...form.bind('model', { maxLength: 80 })} />
          <TextField {...form.bind('tag', { maxLength: 30 })} />
        </>
      )}
    </FormDialog>
  );
}
