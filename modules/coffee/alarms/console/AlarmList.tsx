import { Button } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { byChoice, Page, useCan, useLabels } from '../../../../kernel/ui/index.ts';
import { useMerchants } from '../../merchants/console/useMerchants.ts';
import { ALARM_KINDS, ALARM_MARKS, SEVERITIES } from '../contract.ts';
import { AlarmRows } from './AlarmRows.tsx';
import { NoticeDialog } from './NoticeDialog.tsx';
import { ServiceHoursDialog } from './ServiceHoursDialog.tsx';

/** What is or was wrong with machines; the list changes by itself. */
export default function AlarmList() {
  const translate = useTranslate();
  const can = useCan();
  const merchants = useMerchants();
  const [open, setOpen] = useState<'hours' | 'notices' | null>(null);
  const label = useLabels('console.coffee.alarm');
  const merchant = translate('console.coffee.machine.merchant');
  const actions = can('coffee.operate') && (
    <>
      <Button onClick={() => setOpen('notices')}>{label('notices')}</Button>
      <Button onClick={() => setOpen('hours')}>{label('hours')}</Button>
    </>
  );
  return (
    <Page title={label('many')} actions={actions}>
      <AlarmRows
        filters={[
          byChoice('state', label('state'), ALARM_MARKS, (id) => label(`marks.${id}`)),
          byChoice('severity', label('severity'), SEVERITIES, (id) => label(`severities.${id}`)),
          byChoice('kind', label('kind'), ALARM_KINDS, (id) => label(`kinds.${id}`)),
          { kind: 'choice', source: 'merchantId', label: merchant, choices: merchants },
        ]}
      />
      {open === 'hours' && <ServiceHoursDialog onClose={() => setOpen(null)} />}
      {open === 'notices' && <NoticeDialog onClose={() => setOpen(null)} />}
    </Page>
  );
}
