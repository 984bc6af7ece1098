import AttachmentIcon from '@mui/icons-material/AttachFile';
import { Alert, Box, Button, Chip, Skeleton, Stack } from '@mui/material';
import { useTranslate } from 'react-admin';
import { useParams } from 'react-router-dom';
import {
  api,
  ErrorNote,
  Fact,
  type MessageRow,
  MessageState,
  Page,
  Panel,
  useAction,
  useCan,
  useFormat,
  useGet,
} from '../../../kernel/ui/index.ts';

type Preview = {
  subject: string;
  text: string | null;
  html: string | null;
  attachments: { filename: string; contentType: string; bytes: number }[];
  confidential: boolean;
  asSent: boolean;
};
type Message = MessageRow & { language: string; providerId: string | null; preview: Preview | null };

/** One message: its content, now or when it is sent, and its state. */
export default function MessagePage() {
  const { id = '' } = useParams();
  const translate = useTranslate();
  const format = useFormat();
  const can = useCan();
  const { busy, run } = useAction();
  const query = useGet<Message>(`/messages/${id}`);
  const message = query.data;
  const label = (name: string) => translate(`console.messages.${name}`);
  const act = (verb: 'resend' | 'cancel', done: string) => run(() => api.post(`/messages/${id}/${verb}`), { done });
  return (
    <Page
      title={message?.preview?.subject || message?.title || label('one')}
      back="/office/messages"
      width={1080}
      actions={
        message &&
        can('messages.resend') && (
          <>
            {message.can.cancel && (
              <Button
                variant="outlined"
                disabled={busy}
                onClick={() => void act('cancel', 'console.messages.cancelled')}
              >
                {label('cancel')}
              </Button>
            )}
            {message.can.resend && (
              <Button variant="contained" disabled={busy} onClick={() => void act('resend', 'console.messages.resent')}>
                {label('resend')}
              </Button>
            )}
          </>
        )
      }
    >
      {query.error && <ErrorNote error={query.error} onRetry={() => query.refetch()} />}
      {query.isPending && <Skeleton variant="rounded" height={360} />}
      {message && (
        <Stack sx={{ gap: 2.5 }}>
          <Panel>
            <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: '1fr 1fr', md: 'repeat(4, 1fr)' } }}>
              <Fact label={label('to')}>{message.to}</Fact>
              <Fact label={label('state_label')}>
                <MessageState state={message.state} />
              </Fact>
              <Fact label={label('createdAt')}>{format.dateTime(message.createdAt)}</Fact>
              <Fact label={label('sentAt')}>{message.sentAt ? format.dateTime(message.sentAt) : '—'}</Fact>
              <Fact label={label('attempts')}>{message.attempts}</Fact>
              {message.nextAttemptAt && (
                <Fact label={label('nextAttemptAt')}>{format.dateTime(message.nextAttemptAt)}</Fact>
              )}
            </Box>
            {message.lastError && (
              <Alert severity={message.state === 'failed' ? 'error' : 'warning'} sx={{ mt: 2 }}>
                {message.lastError}
              </Alert>
            )}
          </Panel>
          <PreviewPanel preview={message.preview} sent={message.sentAt !== null} />
        </Stack>
      )}
    </Page>
  );
}

function PreviewPanel({ preview, sent }: { preview: Preview | null; sent: boolean }) {
  const translate = useTranslate();
  if (!preview) return <Alert severity="info">{translate('console.messages.no_preview')}</Alert>;
  if (preview.confidential) return <Alert severity="info">{translate('console.messages.confidential')}</Alert>;
  return (
    <Panel title={translate(preview.asSent && sent ? 'console.messages.as_sent' : 'console.messages.as_it_would')}>
      {preview.html ? (
        // The sandbox allows nothing: a template's HTML can't reach the console.
        <Box
          component="iframe"
          sandbox=""
          srcDoc={preview.html}
          title={preview.subject}
          sx={{ width: '100%', height: 560, border: 1, borderColor: 'divider', borderRadius: 2, bgcolor: '#fff' }}
        />
      ) : (
        <Box component="pre" sx={{ m: 0, whiteSpace: 'pre-wrap', fontFamily: 'inherit' }}>
          {preview.text}
        </Box>
      )}
      <Stack direction="row" sx={{ gap: 1, mt: 2, flexWrap: 'wrap' }}>
        {preview.attachments.map((file) => (
          <Chip
            key={file.filename}
            icon={<AttachmentIcon />}
            variant="outlined"
            label={`${file.filename} · ${Math.ceil(file.bytes / 1024)} kB`}
          />
        ))}
      </Stack>
    </Panel>
  );
}
