import {
  Alert,
  Button,
  Chip,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  Stack,
  TextField,
  Typography,
} from '@mui/material';
import { type ReactNode, useRef } from 'react';
import { useNotify, useTranslate } from 'react-admin';
import { boldParts } from '../../../kernel/lib/chat-markup.ts';
import type { OwnText } from '../../../kernel/texts/contract.ts';
import { api, type Camelized, History, Muted, useAction, useCan, useForm } from '../../../kernel/ui/index.ts';

type Text = Camelized<OwnText>;
type Props = { text: Text; language: string; onClose: () => void; onSaved: () => void };

/** Our text as it is shown: for the foot of a document, which is the organization's alone, what it is. */
export function useOurs() {
  const translate = useTranslate();
  return ({ ours, key }: Text) => ours || translate(`console.texts.none.${key.split('.')[1]}`);
}

/** One text: ours, theirs, its placeholders, how it will look, and who changed it. */
export function TextDialog({ text, language, onClose, onSaved }: Props) {
  const translate = useTranslate();
  const notify = useNotify();
  const can = useCan();
  const ours = useOurs();
  const field = useRef<HTMLTextAreaElement>(null);
  const path = `/texts/${language}/${text.key}`;
  const back = useAction();
  const form = useForm({ text: text.text ?? text.ours }, async (values) => {
    await api.put(path, { text: values.text });
    notify('console.texts.saved', { type: 'success' });
    onSaved();
  });
  const goBack = async () => {
    if (await back.run(() => api.put(path, { text: null }), { done: 'console.texts.saved' })) onSaved();
  };
  const written = form.values.text;
  const add = (name: string) => {
    const [from, to] = [field.current?.selectionStart ?? written.length, field.current?.selectionEnd ?? written.length];
    form.set('text', `${written.slice(0, from)}{{${name}}}${written.slice(to)}`);
    field.current?.focus();
  };
  return (
    <Dialog open onClose={form.leave(onClose)} maxWidth="sm" fullWidth>
      <form onSubmit={form.submit} noValidate>
        <DialogTitle sx={{ overflowWrap: 'anywhere' }}>{translate('console.texts.title')}</DialogTitle>
        <DialogContent>
          <Stack sx={{ gap: 2 }}>
            {form.message && <Alert severity="error">{form.message}</Alert>}
            {!text.fits && <Alert severity="warning">{translate('console.texts.unused_text')}</Alert>}
            <Labelled label={translate('console.texts.ours')}>{ours(text)}</Labelled>
            <TextField
              label={translate('console.texts.yours')}
              value={written}
              onChange={(event) => form.set('text', event.target.value)}
              inputRef={field}
              multiline
              minRows={text.oneLine ? 1 : 3}
              autoFocus
              lang={language}
              error={written.length > text.max}
              helperText={translate('console.texts.characters', { is: written.length, max: text.max })}
            />
            {text.placeholders.length > 0 && (
              <div>
                <Muted>{translate('console.texts.placeholders')}</Muted>
                <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap', mt: 1 }}>
                  {text.placeholders.map(({ name, needed }) => (
                    <Chip
                      key={name}
                      size="small"
                      onClick={() => add(name)}
                      label={`{{${name}}}${needed ? ` (${translate('console.texts.needed')})` : ''}`}
                    />
                  ))}
                </Stack>
              </div>
            )}
            <Labelled label={translate('console.texts.preview')} testId="preview">
              <Preview text={filled(written, text)} bold={text.key.startsWith('chat.')} />
            </Labelled>
            {can('audit.read') && text.changedAt && (
              <Labelled label={translate('console.texts.history')}>
                <History subjectType="text" subjectId={`${language} ${text.key}`} />
              </Labelled>
            )}
          </Stack>
        </DialogContent>
        <DialogActions>
          {text.text !== null && (
            <Button sx={{ mr: 'auto' }} disabled={back.busy} onClick={() => void goBack()}>
              {translate('console.texts.back')}
            </Button>
          )}
          <Button color="inherit" onClick={form.leave(onClose)}>
            {translate('ra.action.cancel')}
          </Button>
          <Button type="submit" variant="contained" disabled={form.busy}>
            {translate('ra.action.save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

/** The text with sample values. */
const filled = (written: string, { placeholders }: Text) =>
  written.replace(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) => {
    return placeholders.find((one) => one.name === name)?.sample ?? whole;
  });

function Preview({ text, bold }: { text: string; bold: boolean }) {
  if (!bold) return text;
  // biome-ignore lint/suspicious/noArrayIndexKey: the parts have no other name
  return boldParts(text).map((part, at) => (part.bold ? <b key={at}>{part.text}</b> : part.text));
}

function Labelled({ label, testId, children }: { label: string; testId?: string; children: ReactNode }) {
  return (
    <div>
      <Muted>{label}</Muted>
      <Typography component="div" data-testid={testId} sx={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>
        {children}
      </Typography>
    </div>
  );
}
