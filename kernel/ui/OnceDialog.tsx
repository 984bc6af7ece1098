import { Button, Dialog, DialogActions, DialogContent, DialogTitle, Stack } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslate } from 'react-admin';

type Props = { title: string; wide?: boolean; children: ReactNode; onClose: () => void };

/** Something that can't be shown again: a click outside must not close it. */
export function OnceDialog({ title, wide, children, onClose }: Props) {
  const translate = useTranslate();
  return (
    <Dialog open maxWidth={wide ? 'sm' : 'xs'} fullWidth>
      <DialogTitle>{title}</DialogTitle>
      <DialogContent>
        <Stack sx={{ gap: 2 }}>{children}</Stack>
      </DialogContent>
      <DialogActions>
        <Button variant="contained" onClick={onClose}>
          {translate('ra.action.close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
