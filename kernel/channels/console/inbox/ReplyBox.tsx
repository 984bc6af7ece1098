import AttachIcon from '@mui/icons-material/AttachFileOutlined';
import SendIcon from '@mui/icons-material/SendOutlined';
import { Alert, Box, Chip, IconButton, Stack, TextField, ToggleButton, ToggleButtonGroup } from '@mui/material';
import { useRef, useState } from 'react';
import { useTranslate } from 'react-admin';
import { Attempt, api, Caption, request, useAction, useCan, useFormat, useLabels } from '../../../ui/index.ts';
import type { View } from '../types.ts';

type Mode = 'reply' | 'note';

/** The reply box. Above it, staff see what the channel's window allows before they write. */
export function ReplyBox({ view, refetch }: { view: View; refetch: () => unknown }) {
  const translate = useTranslate();
  const label = useLabels('console.inbox');
  const can = useCan();
  const { busy, run } = useAction();
  const [mode, setMode] = useState<Mode>('reply');
  const [text, setText] = useState('');
  const [file, setFile] = useState<File | null>(null);
  // The same text sent again after a lost answer is the same message.
  const attempt = useRef(new Attempt());
  const picker = useRef<HTMLInputElement>(null);
  if (!can('channels.reply')) return null;
  const note = mode === 'note';
  const send = async () => {
    const typed = text.trim();
    if (busy || (!typed && (!file || note))) return;
    const done = await run(
      async () => {
        const fileId = file && !note ? await upload(file) : undefined;
        const body = { text: typed, ...(fileId && { fileId }) };
        await attempt.current.send((idempotencyKey) =>
          api.post(`/conversations/${view.id}/${mode}`, body, { idempotencyKey }),
        );
      },
      { refresh: false },
    );
    if (!done) return;
    setText('');
    setFile(null);
    refetch();
  };
  return (
    <Stack sx={{ gap: 1, p: { xs: 1.5, sm: 2 }, borderTop: 1, borderColor: 'divider', bgcolor: 'background.paper' }}>
      {!note && <WindowNote view={view} />}
      {file && !note && <Chip label={file.name} onDelete={() => setFile(null)} sx={{ alignSelf: 'flex-start' }} />}
      <Stack direction="row" sx={{ alignItems: 'flex-end', gap: 1 }}>
        <input
          ref={picker}
          type="file"
          accept="image/*,application/pdf"
          hidden
          aria-label={label('attach')}
          onChange={(event) => {
            setFile(event.target.files?.[0] ?? null);
            event.target.value = '';
          }}
        />
        <IconButton onClick={() => picker.current?.click()} disabled={note} aria-label={label('attach')}>
          <AttachIcon />
        </IconButton>
        <TextField
          fullWidth
          multiline
          maxRows={7}
          size="small"
          value={text}
          placeholder={translate(note ? 'console.inbox.write_note' : 'console.inbox.write')}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            void send();
          }}
          slotProps={{
            htmlInput: {
              maxLength: 4000,
              'aria-label': translate(note ? 'console.inbox.write_note' : 'console.inbox.write'),
            },
          }}
        />
        <IconButton
          color="primary"
          onClick={() => void send()}
          disabled={busy || (!text.trim() && (!file || note))}
          aria-label={translate(note ? 'console.inbox.send_note' : 'console.inbox.send')}
        >
          <SendIcon />
        </IconButton>
      </Stack>
      <Stack direction="row" sx={{ alignItems: 'center', justifyContent: 'space-between', flexWrap: 'wrap', gap: 1 }}>
        <ToggleButtonGroup
          size="small"
          exclusive
          value={mode}
          onChange={(_, next: Mode | null) => next && setMode(next)}
        >
          <ToggleButton value="reply" sx={{ py: 0.25 }}>
            {label('reply')}
          </ToggleButton>
          <ToggleButton value="note" sx={{ py: 0.25 }}>
            {label('note')}
          </ToggleButton>
        </ToggleButtonGroup>
        <Caption>
          {note ? label('note_text') : view.mode === 'flow' ? label('replying_takes_over') : label('enter_sends')}
        </Caption>
      </Stack>
    </Stack>
  );
}

async function upload(file: File): Promise<string> {
  const form = new FormData();
  form.set('file', file);
  const { data } = await request<{ id: string }>('/files', {
    method: 'POST',
    query: { purpose: 'channels.media' },
    body: form,
  });
  return data.id;
}

/** Until when free text can be sent, or what happens to a reply instead. */
function WindowNote({ view }: { view: View }) {
  const label = useLabels('console.inbox');
  const format = useFormat();
  const { window } = view;
  if (view.optedOutAt) return <Alert severity="error">{label('opted_out')}</Alert>;
  if (view.blockedAt) return <Alert severity="error">{label('blocked')}</Alert>;
  if (window.open) {
    if (!window.endsAt) return null;
    return (
      <Box>
        <Caption>{label('window.open', { until: format.dateTime(window.endsAt) })}</Caption>
      </Box>
    );
  }
  return (
    <Alert severity="warning" sx={{ py: 0 }}>
      {label(`window.${window.otherwise}`, {
        channel: window.otherChannel ? label(`channel.${window.otherChannel}`) : '',
      })}
    </Alert>
  );
}
