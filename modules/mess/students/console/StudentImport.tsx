import { FormControlLabel, Switch } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { ImportPage } from '../../../../kernel/ui/index.ts';

/** Imports students from a CSV: approved at once, or pending. */
export default function StudentImport() {
  const translate = useTranslate();
  const [pending, setPending] = useState(false);
  const label = (name: string) => translate(`console.mess.student.${name}`);
  return (
    <ImportPage
      name="mess.students"
      title={label('import_title')}
      text={label('import_text')}
      back="/mess/students"
      options={{ pending: String(pending) }}
    >
      <FormControlLabel
        control={<Switch checked={!pending} onChange={(_, approve) => setPending(!approve)} />}
        label={label('import_approve')}
      />
    </ImportPage>
  );
}
