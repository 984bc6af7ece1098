import { Stack, TextField } from '@mui/material';
import { useState } from 'react';
import { useNotify, useRefresh, useTranslate } from 'react-admin';
import { useParams } from 'react-router-dom';
import {
  FormPanel,
  History,
  Loaded,
  Page,
  Panel,
  SwitchField,
  useCan,
  useForm,
  useGet,
  useLabels,
  useSave,
  type Versioned,
} from '../../../../kernel/ui/index.ts';
import { capacityOf } from '../../form/contract.ts';
import { Questions } from './Questions.tsx';
import { Share } from './Share.tsx';
import type { Field, Form } from './types.ts';
import { WaitingPanel } from './WaitingPanel.tsx';

const TOPICS = ['exhibition.customer', 'exhibition.waiting'];
const LABELS = 'console.exhibition.form';

/** The registration page of an exhibition: its address, what it asks, its places, and who waits for one. */
export default function FormPage() {
  const { id = '' } = useParams();
  const translate = useTranslate();
  const can = useCan();
  const query = useGet<Form & Versioned>(`/exhibition/exhibitions/${id}/form`, {}, { live: TOPICS });
  return (
    <Page title={translate('console.exhibition.form.title')} back={`/exhibition/exhibitions/${id}`} width={720}>
      <Loaded query={query} height={300}>
        {(form) => (
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
      </Loaded>
    </Page>
  );
}

function Fields({ form: shown, onSaved }: { form: Form & Versioned; onSaved: () => void }) {
  const notify = useNotify();
  const refresh = useRefresh();
  const can = useCan();
  const label = useLabels(LABELS);
  const { save, dialog } = useSave();
  const [initial] = useState({
    open: String(shown.open),
    capacity: shown.capacity === null ? '' : String(shown.capacity),
    intro: shown.intro,
    fields: JSON.stringify(shown.fields),
  });
  const typed = (values: typeof initial) => ({
    open: values.open === 'true',
    capacity: capacityOf(values.capacity) ?? null,
    intro: values.intro.trim(),
    fields: JSON.parse(values.fields) as Field[],
  });
  const send = async (values: typeof initial) => {
    const path = `/exhibition/exhibitions/${shown.id}/form`;
    await save({ path, version: shown.version, before: typed(initial), after: typed(values), label });
    notify('console.saved', { type: 'success' });
    refresh();
    onSaved();
  };
  const form = useForm(initial, send, LABELS);
  const bad = capacityOf(form.values.capacity) === undefined;
  // A fault of a question names its place in the list.
  const faultOf = (name: string) => form.bind(name as 'fields').helperText;
  return (
    <FormPanel title={label('title')} form={{ ...form, dialog }} may={!bad && can('exhibition.manage')}>
      <SwitchField {...form.toggle('open', 'open_help')} />
      <TextField
        {...form.bind('capacity', { inputMode: 'numeric' })}
        error={bad}
        helperText={label(bad ? 'capacity_bad' : 'capacity_help')}
      />
      <TextField {...form.bind('intro', { maxLength: 1000 })} multiline minRows={2} />
      <Questions
        fields={JSON.parse(form.values.fields) as Field[]}
        faultOf={faultOf}
        onChange={(fields) => form.set('fields', JSON.stringify(fields))}
      />
    </FormPanel>
  );
}
