import { Button, Stack } from '@mui/material';
import { useTranslate } from 'react-admin';

type Props = { message: string; onKeep?: (() => void) | undefined; onAnother: () => void };

/**
 * Says that an earlier attempt was saved after all, and asks what to do with the changed one; shown in a form's alert.
 */
export function EarlierNote({ message, onKeep, onAnother }: Props) {
  const translate = useTranslate();
  return (
    <>
      {message}
      <Stack direction="row" sx={{ gap: 1, mt: 1, flexWrap: 'wrap' }}>
        {onKeep && (
          <Button size="small" color="inherit" variant="outlined" onClick={onKeep}>
            {translate('console.earlier.keep')}
          </Button>
        )}
        <Button size="small" color="inherit" onClick={onAnother}>
          {translate('console.earlier.another')}
        </Button>
      </Stack>
    </>
  );
}
