import { useState } from 'react';
import { ImportPage, SwitchField, useLabels } from '../../../../kernel/ui/index.ts';

/** Imports students from a CSV: approved at once, or pending. */
export default function StudentImport() {
  const label = useLabels('console.mess.student');
  const [pending, setPending] = useState(false);
  return (
    <ImportPage
      name="mess.students"
      title={label('import_title')}
      text={label('import_text')}
      back="/mess/students"
      options={{ pending: String(pending) }}
    >
      <SwitchField label={label('import_approve')} checked={!pending} onChange={(approve) => setPending(!approve)} />
    </ImportPage>
  );
}
