import { Button, Stack, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { typedNumber } from '../../../../kernel/lib/numbers.ts';
import { api, FormDialog, Panel, useCan, useForm, useSession } from '../../../../kernel/ui/index.ts';
import type { Item } from './types.ts';
import { useItemWords } from './useItemWords.ts';

/** What is left of an item, and counting it anew. */
export function StockPanel({ item, onDone }: { item: Item; onDone: () => void }) {
  const { label, stock } = useItemWords();
  const can = useCan();
  const [open, setOpen] = useState<'count' | 'stop' | null>(null);
  const counted = item.stockMilli !== null;
  return (
    <Panel
      title={label('stock')}
      actions={
        can('exhibition.manage') && (
          <Stack direction="row" sx={{ gap: 1 }}>
            {counted && (
              <Button size="small" color="inherit" onClick={() => setOpen('stop')}>
                {label('stop_counting')}
              </Button>
            )}
            <Button size="small" variant="outlined" onClick={() => setOpen('count')}>
              {label('count')}
            </Button>
          </Stack>
        )
      }
    >
      <Typography variant={counted ? 'h2' : 'body2'} color={counted ? 'textPrimary' : 'textSecondary'}>
        {counted ? stock(item) : label('not_counted')}
      </Typography>
      {open && (
        <CountDialog
          item={item}
          stop={open === 'stop'}
          onClose={() => setOpen(null)}
          onDone={() => {
            setOpen(null);
            onDone();
          }}
        />
      )}
    </Panel>
  );
}

type CountProps = { item: Item; stop: boolean; onClose: () => void; onDone: () => void };

function CountDialog({ item, stop, onClose, onDone }: CountProps) {
  const { label } = useItemWords();
  const { organization } = useSession();
  const send = async ({ stock, reason }: { stock: string; reason: string }, idempotencyKey: string) => {
    const body = { stock: stop ? null : typedNumber(stock, 3, organization), reason };
    await api.post(`/exhibition/items/${item.id}/count`, body, { idempotencyKey });
    onDone();
  };
  const form = useForm({ stock: '', reason: '' }, send, 'console.exhibition.item');
  return (
    <FormDialog
      title={label(stop ? 'stop_counting' : 'count')}
      text={label(stop ? 'stop_text' : 'count_text')}
      form={form}
      onClose={onClose}
    >
      {!stop && (
        <TextField
          {...form.bind('stock', { inputMode: 'decimal' })}
          label={label(item.unit === 'kg' ? 'counted_kg' : 'counted')}
          autoFocus
        />
      )}
      <TextField {...form.bind('reason')} autoFocus={stop} />
    </FormDialog>
  );
}
