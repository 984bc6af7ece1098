import RenewIcon from '@mui/icons-material/Autorenew';
import ApproveIcon from '@mui/icons-material/Check';
import DenyIcon from '@mui/icons-material/Close';
import QrCodeIcon from '@mui/icons-material/QrCode2';
import { Button } from '@mui/material';
import { useState } from 'react';
import { useNotify, useTranslate } from 'react-admin';
import {
  type AllThatMatch,
  api,
  ConfirmDialog,
  fileUrl,
  useAction,
  useCan,
  useConfirm,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import type { BulkAnswer } from './types.ts';

/** Actions on several students; each succeeds or fails alone, and refused ones are listed with the reason. */
export function BulkActions({ ids, onDone, all }: { ids: string[]; onDone: () => void; all?: AllThatMatch }) {
  const translate = useTranslate();
  const label = useLabels('console.mess.student');
  const notify = useNotify();
  const can = useCan();
  const { busy, run } = useAction();
  const { ask, dialog } = useConfirm();
  const [denying, setDenying] = useState(false);
  const count = all?.count ?? ids.length;
  const startAll = async (step: string, reason?: string) => {
    if (!(await all?.start(step, reason))) return;
    setDenying(false);
    onDone();
  };
  const decide = (step: 'approve' | 'deny', reason?: string) => {
    if (all) return startAll(step, reason);
    return run(async () => {
      const answer = await api.post<BulkAnswer>(`/mess/students/bulk-${step}`, { ids, reason });
      const { done, refused } = answer;
      const lines = [
        label(`bulk_${step}`, { smart_count: done.length }),
        ...(refused.length > 0 ? [label('bulk_refused', { smart_count: refused.length })] : []),
        ...new Set(refused.map(({ message }) => message)),
      ];
      notify(lines.join(' '), { type: refused.length > 0 ? 'warning' : 'success' });
      setDenying(false);
      onDone();
    });
  };
  const approve = () => {
    if (!all) return void decide('approve');
    // Of hundreds nobody has looked at each.
    ask({
      title: label('approve_many_title', { smart_count: count }),
      text: translate('console.list.all_text'),
      confirm: label('approve'),
      danger: false,
      act: () => startAll('approve'),
    });
  };
  return (
    <>
      {can('mess.student.decide') && (
        <>
          <Button size="small" startIcon={<ApproveIcon />} disabled={busy} onClick={approve}>
            {label('approve')}
          </Button>
          <Button size="small" color="error" startIcon={<DenyIcon />} disabled={busy} onClick={() => setDenying(true)}>
            {label('deny')}
          </Button>
        </>
      )}
      {can('mess.student.qr') && !all && (
        <Button
          size="small"
          startIcon={<QrCodeIcon />}
          href={fileUrl('/mess/students/qr-sheet.pdf', { ids: ids.join(',') })}
          target="_blank"
        >
          {label('qr_sheet')}
        </Button>
      )}
      {can('mess.student.qr') && (
        <Button
          size="small"
          startIcon={<RenewIcon />}
          onClick={() =>
            ask({
              title: label('renew_many_title', { smart_count: count }),
              text: label('renew_text'),
              confirm: label('renew_many'),
              ...(all
                ? { act: () => startAll('renew') }
                : {
                    act: () => api.post('/mess/students/bulk-codes', { ids, renew: true }),
                    done: 'console.mess.student.done.renew_many',
                    after: onDone,
                  }),
            })
          }
        >
          {label('renew_many')}
        </Button>
      )}
      {dialog}
      <ConfirmDialog
        open={denying}
        danger
        busy={busy}
        title={label('bulk_deny_title', { smart_count: count })}
        text={label('deny_text')}
        confirm={label('deny')}
        reason={{ label: label('reason'), required: true }}
        onConfirm={(reason) => void decide('deny', reason)}
        onClose={() => setDenying(false)}
      />
    </>
  );
}
