import { Alert } from '@mui/material';
import { useTranslate } from 'react-admin';
import { isOnlyHere } from '../lib/only-here.ts';
import { useSession } from './session.tsx';

/** Stands wherever a link or a QR code goes out, when nobody else could open it. */
export function OnlyHere() {
  const translate = useTranslate();
  const { publicUrl } = useSession();
  if (!isOnlyHere(publicUrl)) return null;
  return (
    <Alert severity="warning" sx={{ width: '100%' }}>
      {translate('console.link.only_here', { url: publicUrl })}
    </Alert>
  );
}
