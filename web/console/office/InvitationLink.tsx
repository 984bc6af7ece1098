import {
  Alert,
  Box,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  Stack,
  Typography,
} from '@mui/material';
import { useTranslate } from 'react-admin';
import { CopyButton, OnlyHere } from '../../../kernel/ui/index.ts';

/** The server's answer when an invitation was made or sent again. */
export type Invited = { url: string; mail: 'queued' | 'kept' };

type Props = { invited: Invited & { email: string }; onClose: () => void };

/** Says whether the invitation's mail is sent, and shows the link to hand over, this once. */
export function InvitationLink({ invited, onClose }: Props) {
  const translate = useTranslate();
  const label = (name: string) => translate(`console.invitations.${name}`, { email: invited.email });
  return (
    <Dialog open maxWidth="sm" fullWidth>
      <DialogTitle>{label('made')}</DialogTitle>
      <DialogContent>
        <Stack sx={{ gap: 2 }}>
          <Alert severity={invited.mail === 'kept' ? 'warning' : 'success'}>{label(`mail_${invited.mail}`)}</Alert>
          <OnlyHere />
          <div>
            <Typography variant="subtitle2">{label('link')}</Typography>
            <Typography variant="body2" color="textSecondary">
              {label('link_text')}
            </Typography>
          </div>
          <Box sx={LINK}>
            <span>{invited.url}</span>
            <CopyButton text={invited.url} />
          </Box>
        </Stack>
      </DialogContent>
      <DialogActions>
        <Button variant="contained" onClick={onClose}>
          {translate('ra.action.close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

const LINK = {
  display: 'flex',
  gap: 1,
  alignItems: 'center',
  justifyContent: 'space-between',
  fontFamily: 'monospace',
  fontSize: '0.85rem',
  overflowWrap: 'anywhere',
  p: 1.5,
  borderRadius: 2,
  bgcolor: 'action.hover',
} as const;
