import { Alert, Box, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { CopyButton, Muted, OnceDialog, OnlyHere } from '../../../kernel/ui/index.ts';

/** The server's answer when an invitation was made or sent again. */
export type Invited = { url: string; mail: 'queued' | 'kept' };

type Props = { invited: Invited & { email: string }; onClose: () => void };

/** Says whether the invitation's mail is sent, and shows the link to hand over, this once. */
export function InvitationLink({ invited, onClose }: Props) {
  const translate = useTranslate();
  const label = (name: string) => translate(`console.invitations.${name}`, { email: invited.email });
  return (
    <OnceDialog title={label('made')} wide onClose={onClose}>
      <Alert severity={invited.mail === 'kept' ? 'warning' : 'success'}>{label(`mail_${invited.mail}`)}</Alert>
      <OnlyHere />
      <div>
        <Typography variant="subtitle2">{label('link')}</Typography>
        <Muted>{label('link_text')}</Muted>
      </div>
      <ToCopy text={invited.url} />
    </OnceDialog>
  );
}

/** A link or a key in a grey frame, with the button that copies it. */
export function ToCopy({ text }: { text: string }) {
  return (
    <Box sx={FRAME}>
      <span>{text}</span>
      <CopyButton text={text} />
    </Box>
  );
}

const FRAME = {
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
