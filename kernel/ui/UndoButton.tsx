import { Button } from '@mui/material';
import { useCloseNotification, useTranslate } from 'react-admin';

/** In the notice about something that has just been done: takes it back, once. */
export function UndoButton({ onUndo }: { onUndo: () => void }) {
  const translate = useTranslate();
  const close = useCloseNotification();
  return (
    <Button
      color="inherit"
      size="small"
      onClick={() => {
        close();
        onUndo();
      }}
    >
      {translate('ra.action.undo')}
    </Button>
  );
}
