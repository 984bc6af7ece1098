import { Box, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { useFormat } from './format.ts';
import { StateChip, type Tone } from './StateChip.tsx';
import { Caption, Strong } from './words.tsx';

/** A row of GET /messages. */
export type MessageRow = {
  id: string;
  channel: string;
  template: string;
  to: string;
  title: string;
  state: string;
  attempts: number;
  lastError: string | null;
  /** why it is held */
  heldReason?: string | null;
  createdAt: string;
  sentAt: string | null;
  nextAttemptAt: string | null;
  about: { type: string; id: string } | null;
  /** The actions that its state allows, as the server decides. */
  can: { resend: boolean; cancel: boolean };
};

const TONES: Record<string, Tone> = {
  queued: 'busy',
  sending: 'busy',
  sent: 'good',
  kept: 'neutral',
  held: 'warning',
  opted_out: 'warning',
  cancelled: 'neutral',
  unknown: 'warning',
  failed: 'bad',
};

export function MessageState({ state }: { state: string }) {
  const translate = useTranslate();
  return (
    <StateChip label={translate(`console.messages.state.${state}`, { _: state })} tone={TONES[state] ?? 'neutral'} />
  );
}

/** The reason why a message is held. */
export function HeldReason({ reason }: { reason: string }) {
  const translate = useTranslate();
  return <Caption component="div">{translate(`console.messages.held.${reason}`, { _: reason })}</Caption>;
}

/** One message in two lines: its title and recipient, its time, and its state. */
export function MessageLine({ message }: { message: MessageRow }) {
  const format = useFormat();
  return (
    <Stack direction="row" sx={{ gap: 1.5, justifyContent: 'space-between', alignItems: 'flex-start' }}>
      <Box sx={{ minWidth: 0 }}>
        <Strong variant="body2" sx={{ overflowWrap: 'anywhere' }}>
          {message.title}
        </Strong>
        <Caption component="div" sx={{ overflowWrap: 'anywhere' }}>
          {message.to} · {format.dateTime(message.createdAt)}
        </Caption>
        {message.heldReason && <HeldReason reason={message.heldReason} />}
        {message.lastError && !message.heldReason && (
          <Typography variant="caption" color="error" component="div" sx={{ overflowWrap: 'anywhere' }}>
            {message.lastError}
          </Typography>
        )}
      </Box>
      <MessageState state={message.state} />
    </Stack>
  );
}
