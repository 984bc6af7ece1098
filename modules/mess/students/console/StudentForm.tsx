import { Alert, Box, Button, FormControlLabel, MenuItem, Skeleton, Stack, Switch, TextField } from '@mui/material';
import { useState } from 'react';
import { useLocales, useNotify, useRefresh, useTranslate } from 'react-admin';
import { useNavigate, useParams } from 'react-router-dom';
import {
  api,
  ErrorNote,
  KeepAsTyped,
  Page,
  Panel,
  PictureField,
  useCan,
  useForm,
  useSave,
  useSession,
  type Versioned,
} from '../../../../kernel/ui/index.ts';
import type { Student } from './types.ts';
import { useStudent } from './useStudent.ts';

const LIST = '/mess/students';

/** A new student at the desk, or an existing one changed. */
export default function StudentForm() {
  const { id } = useParams();
  const translate = useTranslate();
  const query = useStudent(id);
  const title = translate(`console.mess.student.${id ? 'edit' : 'new'}`);
  return (
    <Page title={title} subtitle={query.data?.name} back={id ? `${LIST}/${id}` : LIST} width={640}>
      {id && query.isPending && <Skeleton variant="rounded" height={420} />}
      {query.error && <ErrorNote error={query.error} />}
      {(!id || query.data) && <Fields key={id} student={query.data} />}
    </Page>
  );
}

/** The form's texts as the API takes them; an empty field is null. */
const bodyOf = (values: Record<string, string>) => {
  const {
    name = '',
    rollNumber = '',
    room,
    phone,
    keepPhone,
    email,
    language,
    photoFileId,
    notifyMeals,
    changingCode,
  } = values;
  return {
    name: name.trim(),
    rollNumber: rollNumber.trim(),
    room: room?.trim() || null,
    phone: phone?.trim() || null,
    ...(keepPhone === 'true' && { keepPhone: true }),
    email: email?.trim() || null,
    language,
    photoFileId: photoFileId || null,
    notifyMeals: notifyMeals === 'true',
    changingCode: changingCode === 'true',
  };
};

function Fields({ student }: { student?: (Student & Versioned) | undefined }) {
  const translate = useTranslate();
  const navigate = useNavigate();
  const notify = useNotify();
  const refresh = useRefresh();
  const can = useCan();
  const { organization } = useSession();
  const locales = useLocales();
  const [approve, setApprove] = useState(true);
  // The values when the form opened, unaffected by live updates.
  const [version] = useState(student?.version);
  const [initial] = useState({
    name: student?.name ?? '',
    rollNumber: student?.rollNumber ?? '',
    room: student?.room ?? '',
    phone: student?.phone ?? '',
    keepPhone: '',
    email: student?.email ?? '',
    language: student?.language ?? organization.language,
    photoFileId: student?.photoFileId ?? '',
    notifyMeals: String(student?.notifyMeals ?? false),
    changingCode: String(student?.changingCode ?? false),
  });
  const { save, dialog } = useSave();
  const label = (name: string) => translate(`console.mess.student.${name}`);
  const form = useForm(initial, async (values, idempotencyKey) => {
    const body = bodyOf(values);
    const before = bodyOf(initial);
    if (student) await save({ path: `${LIST}/${student.id}`, version, before, after: body, label });
    const id = student ? student.id : (await api.post<Student>(LIST, { ...body, approve }, { idempotencyKey })).id;
    notify('console.saved', { type: 'success' });
    refresh();
    navigate(`${LIST}/${id}`);
  });
  const bind = (name: keyof typeof initial) => ({ ...form.bind(name), label: label(name) });
  return (
    <Panel>
      {dialog}
      <Stack component="form" onSubmit={form.submit} noValidate sx={{ gap: 2 }}>
        {form.message && <Alert severity="error">{form.message}</Alert>}
        <PictureField
          purpose="mess.photo"
          label={label('photo')}
          fileId={form.values.photoFileId}
          onChange={(id) => form.set('photoFileId', id)}
          ratio="1"
          width={112}
        />
        <TextField {...bind('name')} autoFocus={!student} slotProps={{ htmlInput: { maxLength: 255 } }} />
        <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' } }}>
          <TextField {...bind('rollNumber')} slotProps={{ htmlInput: { maxLength: 40 } }} />
          <TextField {...bind('room')} slotProps={{ htmlInput: { maxLength: 60 } }} />
          <Box>
            <TextField {...bind('phone')} type="tel" />
            <KeepAsTyped
              phone={form.values.phone}
              refused={form.bind('phone').error}
              checked={form.values.keepPhone === 'true'}
              onChange={(keep) => form.set('keepPhone', String(keep))}
            />
          </Box>
          <TextField {...bind('email')} type="email" />
          <TextField select {...bind('language')}>
            {locales.map(({ locale, name }) => (
              <MenuItem key={locale} value={locale}>
                {name}
              </MenuItem>
            ))}
          </TextField>
        </Box>
        <FormControlLabel
          control={
            <Switch
              checked={form.values.notifyMeals === 'true'}
              onChange={(_, on) => form.set('notifyMeals', String(on))}
            />
          }
          label={label('notify_switch')}
        />
        <FormControlLabel
          control={
            <Switch
              checked={form.values.changingCode === 'true'}
              onChange={(_, on) => form.set('changingCode', String(on))}
            />
          }
          label={label('changing_switch')}
        />
        {!student && can('mess.student.decide') && (
          <FormControlLabel
            control={<Switch checked={approve} onChange={(_, on) => setApprove(on)} />}
            label={label('approve_switch')}
          />
        )}
        <Stack direction="row" sx={{ gap: 1, justifyContent: 'flex-end' }}>
          <Button color="inherit" onClick={() => navigate(student ? `${LIST}/${student.id}` : LIST)}>
            {translate('ra.action.cancel')}
          </Button>
          <Button type="submit" variant="contained" disabled={form.busy || !can('mess.student.write')}>
            {translate('ra.action.save')}
          </Button>
        </Stack>
      </Stack>
    </Panel>
  );
}
