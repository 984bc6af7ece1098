import { Button } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { Page, useCan } from '../../../../kernel/ui/index.ts';
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
  const label = (name: string) => translate(`console.coffee.alarm.${name}`);
  const choices = (group: string, ids: readonly string[]) => ids.map((id) => ({ id, name: label(`${group}.${id}`) }));
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
          { kind: 'choice', source: 'state', label: label('state'), choices: choices('marks', ALARM_MARKS) },
          { kind: 'choice', source: 'severity', label: label('severity'), choices: choices('severities', SEVERITIES) },
          { kind: 'choice', source: 'kind', label: label('kind'), choices: choices('kinds', ALARM_KINDS) },
          {
            kind: 'choice',
            source: 'merchantId',
            label: translate('console.coffee.machine.merchant'),
            choices: merchants.map(({ id, name }) => ({ id, name })),
          },
        ]}
      />
      {open === 'hours' && <ServiceHoursDialog onClose={() => setOpen(null)} />}
      {open === 'notices' && <NoticeDialog onClose={() => setOpen(null)} />}
    </Page>
  );
}
