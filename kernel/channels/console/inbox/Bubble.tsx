import DeliveredIcon from '@mui/icons-material/DoneAllOutlined';
import SentIcon from '@mui/icons-material/DoneOutlined';
import ErrorIcon from '@mui/icons-material/ErrorOutlineOutlined';
import UnknownIcon from '@mui/icons-material/HelpOutlineOutlined';
import HeldIcon from '@mui/icons-material/PauseCircleOutlineOutlined';
import QueuedIcon from '@mui/icons-material/ScheduleOutlined';
import { Box, Chip, Link, Stack, Tooltip, Typography } from '@mui/material';
import { Fragment } from 'react';
import { useTranslate } from 'react-admin';
import { boldParts } from '../../../lib/chat-markup.ts';
import { Caption, fileUrl, useFormat } from '../../../ui/index.ts';
import type { Line } from '../types.ts';

type Delivery = NonNullable<Line['delivery']>;

/** One message of a conversation: the person's at the left, ours at the right, notes of staff in between. */
export function Bubble({ line }: { line: Line }) {
  const format = useFormat();
  const ours = line.direction === 'out';
  const note = line.kind === 'note';
  return (
    <Box
      sx={{
        alignSelf: note ? 'center' : ours ? 'flex-end' : 'flex-start',
        maxWidth: { xs: '88%', sm: '72%' },
        px: 1.5,
        pt: 1,
        pb: 0.5,
        borderRadius: 2.5,
        border: 1,
        borderColor: note ? 'warning.main' : 'divider',
        borderStyle: note ? 'dashed' : 'solid',
        bgcolor: (theme) =>
          ours && !note
            ? `color-mix(in srgb, ${theme.palette.primary.main} 12%, ${theme.palette.background.paper})`
            : 'background.paper',
        overflowWrap: 'anywhere',
      }}
    >
      {line.author === 'staff' && (
        <Typography variant="caption" sx={{ fontWeight: 650 }} component="div">
          {line.authorName}
        </Typography>
      )}
      {line.file && <Attachment file={line.file} alt={line.text} />}
      {line.fault && (
        <Typography variant="body2" color="error">
          {line.fault}
        </Typography>
      )}
      <Typography variant="body2" component="div" sx={{ whiteSpace: 'pre-line' }}>
        <LineText line={line} />
      </Typography>
      {line.choices.length > 0 && (
        <Stack direction="row" sx={{ flexWrap: 'wrap', gap: 0.5, mt: 0.75 }}>
          {line.choices.map((choice) => (
            <Chip key={choice.id} size="small" variant="outlined" label={choice.label} />
          ))}
        </Stack>
      )}
      <Stack direction="row" sx={{ justifyContent: 'flex-end', alignItems: 'center', gap: 0.5 }}>
        <Caption>{format.time(line.createdAt)}</Caption>
        {line.delivery && <Ticks delivery={line.delivery} />}
      </Stack>
      {line.delivery && <Trouble delivery={line.delivery} />}
    </Box>
  );
}

/** The text with `*bold*` as chats show it; a tap as its button; for other content the name of its kind. */
function LineText({ line }: { line: Line }) {
  const translate = useTranslate();
  if (line.kind === 'choice')
    return <Chip size="small" color="primary" variant="outlined" label={line.text || line.id} />;
  if (line.kind === 'other') return <i>{line.text || translate('console.inbox.other')}</i>;
  if (line.direction === 'in' && line.kind === 'text' && !line.text) return <i>{translate('console.inbox.by_link')}</i>;
  return <Bold text={line.text} />;
}

/** `*bold*` as the chats show it. */
function Bold({ text }: { text: string }) {
  return boldParts(text).map((part, at) => {
    const key = `${at}`;
    return part.bold ? <b key={key}>{part.text}</b> : <Fragment key={key}>{part.text}</Fragment>;
  });
}

function Attachment({ file, alt }: { file: NonNullable<Line['file']>; alt: string }) {
  const url = fileUrl(`/files/${file.id}`);
  if (!file.contentType.startsWith('image/')) {
    return (
      <Link href={url} target="_blank" rel="noreferrer" variant="body2">
        {file.name}
      </Link>
    );
  }
  return (
    <a href={url} target="_blank" rel="noreferrer">
      <Box
        component="img"
        src={url}
        alt={alt || file.name}
        loading="lazy"
        sx={{
          display: 'block',
          maxWidth: '100%',
          maxHeight: 320,
          minHeight: 48,
          borderRadius: 1.5,
          mb: 0.5,
          bgcolor: 'action.hover',
        }}
      />
    </a>
  );
}

const TICKS = {
  queued: QueuedIcon,
  sending: QueuedIcon,
  sent: SentIcon,
  delivered: DeliveredIcon,
  read: DeliveredIcon,
  failed: ErrorIcon,
  unknown: UnknownIcon,
  kept: HeldIcon,
  cancelled: ErrorIcon,
  held: HeldIcon,
  opted_out: ErrorIcon,
} as const;

/** The delivery state, as chats show it. */
function Ticks({ delivery }: { delivery: Delivery }) {
  const translate = useTranslate();
  const Icon = TICKS[delivery.state];
  const bad = delivery.state === 'failed' || delivery.state === 'unknown';
  const name = translate(`console.inbox.delivery.${delivery.state}`);
  return (
    <Tooltip title={name}>
      <Icon
        aria-label={name}
        sx={{ fontSize: 16, color: bad ? 'error.main' : delivery.state === 'read' ? 'primary.main' : 'text.secondary' }}
      />
    </Tooltip>
  );
}

/** Why it was not delivered, in words. */
function Trouble({ delivery }: { delivery: Delivery }) {
  const translate = useTranslate();
  if (!['failed', 'unknown', 'held', 'kept', 'opted_out'].includes(delivery.state)) return null;
  return (
    <Typography variant="caption" color={delivery.state === 'failed' ? 'error' : 'textSecondary'} component="div">
      {translate(`console.inbox.trouble.${delivery.state}`)}
      {delivery.state === 'failed' && delivery.error && ` (${delivery.error})`}
    </Typography>
  );
}
