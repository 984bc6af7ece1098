import { Box, Button, Dialog, DialogActions, DialogContent, DialogContentText, DialogTitle } from '@mui/material';
import { useTranslate } from 'react-admin';
import { api, fileUrl, useAction, useLabels } from '../../../../kernel/ui/index.ts';
import { MAX_PRINTED } from '../contract.ts';
import type { Batch } from './batch.ts';

/** The sheets of a batch, some forty pages in each file; and the end of the printing. */
export function PrintDialog({ batch, onClose }: { batch: Batch; onClose: () => void }) {
  const translate = useTranslate();
  const { busy, run } = useAction();
  const label = useLabels('console.electricity.batch');
  const parts = Array.from({ length: Math.ceil(batch.count / MAX_PRINTED) }, (_, i) => ({
    from: i * MAX_PRINTED + 1,
    to: Math.min(batch.count, (i + 1) * MAX_PRINTED),
  }));
  const end = async () => {
    if (await run(() => api.post(`/electricity/voucher-batches/${batch.id}/end-printing`), { done: 'console.saved' }))
      onClose();
  };
  return (
    <Dialog open onClose={onClose} maxWidth="xs" fullWidth>
      <DialogTitle>
        {label('print')}: {batch.name}
      </DialogTitle>
      <DialogContent>
        <DialogContentText>{label('print_text')}</DialogContentText>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, mt: 2 }}>
          {parts.map(({ from, to }) => (
            <Button
              key={from}
              variant="outlined"
              href={fileUrl(`/electricity/voucher-batches/${batch.id}/sheets.pdf`, { from, to })}
              target="_blank"
            >
              {label('open_sheet')} {from}–{to}
            </Button>
          ))}
        </Box>
        <DialogContentText sx={{ mt: 2 }}>{label('end_text')}</DialogContentText>
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={onClose}>
          {translate('ra.action.close')}
        </Button>
        <Button color="error" disabled={busy} onClick={end}>
          {label('end_printing')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
