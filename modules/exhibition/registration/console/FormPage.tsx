import {
  Alert,
  Box,
  Button,
  FormControlLabel,
  FormHelperText,
  Skeleton,
  Stack,
  Switch,
  TextField,
} from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNotify, useRefresh, useTranslate } from 'react-admin';
import { useParams } from 'react-router-dom';
import {
  api,
  ErrorNote,
  History,
  Page,
  Panel,
  useCan,
  useForm,
  useLive,
  useSave,
  useSession,
  type Versioned,
} from '../../../../kernel/ui/index.ts';
import { capacityOf } from '../../form/contract.ts';
import { Questions } from './Questions.tsx';
import { Share } from './Share.tsx';
import type { Field, Form } from './types.ts';
import { WaitingPanel } from './WaitingPanel.tsx';

/** The registration page of an exhibition: its address, what it asks, its places, and who waits for one. */
export default function FormPage() {
  const { id = '' } = useParams();
  const translate = useTranslate();
  const can = useCan();
  const { organization } = useSession();
  const query = useQuery({
    queryKey: ['exhibition', 'form', organization.id, id],
    queryFn: () => api.get<Form & Versioned>(`/exhibition/exhibitions/${id}/form`),
  });
  useLive(['exhibition.customer', 'exhibition.waiting'], () => query.refetch());
  const form = query.data;
  return (
    <Page title={translate('console.exhibition.form.title')} back={`/exhibition/exhibitions/${id}`} width={720}>
      {query.error && <ErrorNote error={query.error} onRetry={() => query.refetch()} />}
      {query.isPending && <Skeleton variant="rounded" height={300} />}
      {form && (
        <Stack sx={{ gap: 2.5 }}>
          <Share url={form.url} />
          <WaitingPanel form={form} onChanged={() => query.refetch()} />
          <Fields key={form.version} form={form} onSaved={() => query.refetch()} />
          {can('audit.read') && (
            <Panel title={translate('console.audit.history')}>
              <History subjectType="exhibition.form" subjectId={id} />
            </Panel>
          )}
        </Stack>
      )}
    </Page>
  );
}

const YES = 'yes';

function Fields({ form: shown, onSaved }: { form: Form & Versioned; onSaved: () => void }) {
  const translate = useTranslate();
  const notify = useNotify();
  const refresh = useRefresh();
  const can = useCan();
  const label = (name: string) => translate(`console.exhibition.form.${name}`);
  const { save, dialog } = useSave();
  const [initial] = useState({
    open: shown.open ? YES : '',
    capacity: shown.capacity === null ? '' : String(shown.capacity),
    intro: shown.intro,
    fields: JSON.stringify(shown.fields),
  });
  const typed = (values: typeof initial) => ({
    open: values.open === YES,
    capacity: capacityOf(values.capacity) ?? null,
    intro: values.intro.trim(),
    fields: JSON.parse(values.fields) as Field[],
  });
  const form = useForm(initial, async (values) => {
    const path = `/exhibition/exhibitions/${shown.id}/form`;
    await save({ path, version: shown.version, before: typed(initial), after: typed(values), label });
    notify('console.saved', { type: 'success' });
    refresh();
    onSaved();
  });
  const bad = capacityOf(form.values.capacity) === undefined;
  // A fault of a question names its place in the list.
  const faultOf = (name: string) => form.bind(name as 'fields').helperText;
  return (
    <Panel title={label('title')}>
      {dialog}
      <Stack component="form" onSubmit={form.submit} noValidate sx={{ gap: 2 }}>
        {form.message && <Alert severity="error">{form.message}</Alert>}
        <Box>
          <FormControlLabel
            control={
              <Switch
                checked={form.values.open === YES}
                onChange={(_, on) => form.set('open', on ? YES : '')}
                name="open"
              />
            }
            label={label('open')}
          />
          <FormHelperText>{label('open_help')}</FormHelperText>
        </Box>
        <TextField
          {...form.bind('capacity')}
          label={label('capacity')}
          error={bad}
          helperText={label(bad ? 'capacity_bad' : 'capacity_help')}
          slotProps={{ htmlInput: { inputMode: 'numeric' } }}
        />
        <TextField
          {...form.bind('intro')}
          label={label('intro')}
          multiline
          minRows={2}
          slotProps={{ htmlInput: { maxLength: 1000 } }}
        />
        <Questions
          fields={JSON.parse(form.values.fields) as Field[]}
          faultOf={faultOf}
          onChange={(fields) => form.set('fields', JSON.stringify(fields))}
        />
        <Stack direction="row" sx={{ justifyContent: 'flex-end' }}>
          <Button type="submit" variant="contained" disabled={form.busy || bad || !can('exhibition.manage')}>
            {translate('ra.action.save')}
          </Button>
        </Stack>
      </Stack>
    </Panel>
  );
}
