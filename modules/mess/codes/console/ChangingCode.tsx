import PhoneIcon from '@mui/icons-material/PhonelinkOutlined';
import { Button, Stack } from '@mui/material';
import { useState } from 'react';
import {
  api,
  type Camelized,
  LinkDialog,
  Muted,
  useAction,
  useCan,
  useFormat,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import type { Student } from '../../students/console/types.ts';

import type * as codes from '../contract.ts';

/** The code changes and is on the student's phone only: a new phone gets a link to it. */
export function ChangingCode({ student }: { student: Student }) {
  const label = useLabels('console.mess.student');
  const format = useFormat();
  const can = useCan();
  const { busy, run } = useAction();
  const [link, setLink] = useState<CodeLink | null>(null);
  const make = () =>
    run(async () => setLink(await api.post<CodeLink>(`/mess/students/${student.id}/code-link`)), { refresh: false });
  return (
    <Stack sx={{ alignItems: 'center', gap: 1, px: 2.5, pb: 2.5 }}>
      <Muted sx={{ textAlign: 'center' }}>{label('code_changes')}</Muted>
      {can('mess.student.qr') && (
        <Button size="small" variant="outlined" startIcon={<PhoneIcon />} disabled={busy} onClick={() => void make()}>
          {label('code_link')}
        </Button>
      )}
      {link && (
        <LinkDialog
          title={label('code_link_title', { name: student.name })}
          text={label('code_link_text', { until: format.dateTime(link.validUntil) })}
          warning={label('code_link_once')}
          url={link.url}
          qrSvg={link.qrSvg}
          onClose={() => setLink(null)}
        />
      )}
    </Stack>
  );
}

export type CodeLink = Camelized<codes.CodeLink>;
