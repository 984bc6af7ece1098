import { Box, Dialog, DialogContent, DialogTitle } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Key } from '../../../ui/index.ts';

const KEYS = [
  [['J', '↓'], 'next'],
  [['K', '↑'], 'previous'],
  [['V'], 'verify'],
  [['D'], 'deny'],
  [['1', '–', '5'], 'reason'],
  [['Enter'], 'confirm'],
  [['T'], 'transaction'],
  [['X'], 'select'],
  [['Z'], 'zoom'],
  [['R'], 'turn'],
  [['?'], 'help'],
] as const;

/** All keys of the desk. */
export function KeysDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const translate = useTranslate();
  return (
    <Dialog open={open} onClose={onClose} maxWidth="xs" fullWidth>
      <DialogTitle>{translate('console.payments.keys.title')}</DialogTitle>
      <DialogContent>
        <Box
          component="dl"
          sx={{ m: 0, display: 'grid', gridTemplateColumns: 'max-content 1fr', columnGap: 2, rowGap: 1.25 }}
        >
          {KEYS.map(([keys, name]) => (
            <Box key={name} sx={{ display: 'contents' }}>
              <Box component="dt" sx={{ display: 'flex', gap: 0.5 }}>
                {keys.map((key) => (
                  <Key key={key}>{key}</Key>
                ))}
              </Box>
              <Box component="dd" sx={{ m: 0 }}>
                {translate(`console.payments.keys.${name}`)}
              </Box>
            </Box>
          ))}
        </Box>
      </DialogContent>
    </Dialog>
  );
}
