import { Box, TextField } from '@mui/material';
import { useState } from 'react';
import { useLocales, useTranslate } from 'react-admin';
import { useNavigate, useParams } from 'react-router-dom';
import {
  Columns,
  FormPanel,
  KeepAsTyped,
  Loaded,
  Page,
  PictureField,
  SelectField,
  SwitchField,
  useCan,
  useLabels,
  useRecordForm,
  useSession,
  type Versioned,
} from '../../../../kernel/ui/index.ts';
import type { Student } from './types.ts';
import { useStudent } from './useStudent.ts';

const LIST = '/mess/students';
const LABELS = 'console.mess.student';

/** A new student at the desk, or an existing one changed. */
export default function StudentForm() {
  const { id } = useParams();
  const translate = useTranslate();
  const query = useStudent(id);
  const title = translate(`console.mess.student.${id ? 'edit' : 'new'}`);
  return (
    <Page title={title} subtitle={query.data?.name} back={id ? `${LIST}/${id}` : LIST} width={640}>
      {!id && <Fields />}
      {id && (
        <Loaded query={query} height={420}>
          {(student) => <Fields key={id} student={student} />}
        </Loaded>
      )}
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

function Fields({ student }: { student?: Student & Versioned }) {
  const navigate = useNavigate();
  const can = useCan();
  const label = useLabels(LABELS);
  const { organization } = useSession();
  const locales = useLocales();
  const [approve, setApprove] = useState(true);
  const form = useRecordForm({
    record: student,
    path: LIST,
    labels: LABELS,
    initial: {
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
    },
    bodyOf,
    newBody: (body) => ({ ...body, approve }),
    saved: (id) => navigate(`${LIST}/${id}`),
  });
  const picture = { fileId: form.values.photoFileId, onChange: (id: string) => form.set('photoFileId', id) };
  return (
    <FormPanel form={form} cancel={student ? `${LIST}/${student.id}` : LIST} may={can('mess.student.write')}>
      <PictureField purpose="mess.photo" label={label('photo')} ratio="1" width={112} {...picture} />
      <TextField {...form.bind('name', { maxLength: 255 })} autoFocus={!student} />
      <Columns of="1fr 1fr" from="sm" gap={2}>
        <TextField {...form.bind('rollNumber', { maxLength: 40 })} />
        <TextField {...form.bind('room', { maxLength: 60 })} />
        <Box>
          <TextField {...form.bind('phone')} type="tel" />
          <KeepAsTyped
            phone={form.values.phone}
            refused={form.bind('phone').error}
            checked={form.values.keepPhone === 'true'}
            onChange={(keep) => form.set('keepPhone', String(keep))}
          />
        </Box>
        <TextField {...form.bind('email')} type="email" />
        <SelectField {...form.bind('language')} choices={locales.map(({ locale, name }) => ({ id: locale, name }))} />
      </Columns>
      <SwitchField {...form.toggle('notifyMeals')} label={label('notify_switch')} />
      <SwitchField {...form.toggle('changingCode')} label={label('changing_switch')} />
      {!student && can('mess.student.decide') && (
        <SwitchField label={label('approve_switch')} checked={approve} onChange={setApprove} />
      )}
    </FormPanel>
  );
}
