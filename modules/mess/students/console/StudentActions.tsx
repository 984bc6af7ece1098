import { Button, MenuItem } from '@mui/material';
import { useState } from 'react';
import { api, ConfirmDialog, MoreMenu, useAction, useCan, useLabels } from '../../../../kernel/ui/index.ts';
import type { Student } from './types.ts';

type Step = 'approve' | 'deny' | 'suspend' | 'reinstate' | 'leave' | 'renew';

/** Pending decisions are buttons; rare actions are in a menu. The server decides which ones the state allows. */
export function StudentActions({ student }: { student: Student }) {
  const label = useLabels('console.mess.student');
  const can = useCan();
  const { busy, run } = useAction();
  const [question, setQuestion] = useState<Step | null>(null);
  const decide = can('mess.student.decide');
  const allows = (step: Step) => decide && student.allowed.includes(step);
  const rare: Step[] = [
    ...(['suspend', 'reinstate', 'leave'] as const).filter(allows),
    ...(student.state === 'approved' && can('mess.student.qr') ? (['renew'] as const) : []),
  ];
  const act = async (step: Step, reason = '') => {
    const path = `/mess/students/${student.id}`;
    const send =
      step === 'renew'
        ? () => api.post('/mess/students/bulk-codes', { ids: [student.id], renew: true })
        : () => api.post(`${path}/${step}`, step === 'approve' ? {} : { reason: reason || undefined });
    if (await run(send, { done: `console.mess.student.done.${step}` })) setQuestion(null);
  };
  return (
    <>
      {allows('deny') && (
        <Button variant="outlined" color="error" disabled={busy} onClick={() => setQuestion('deny')}>
          {label('deny')}
        </Button>
      )}
      {allows('approve') && (
        <Button variant="contained" disabled={busy} onClick={() => void act('approve')}>
          {label('approve')}
        </Button>
      )}
      {rare.length > 0 && (
        <MoreMenu>
          {rare.map((step) => (
            <MenuItem key={step} onClick={() => setQuestion(step)}>
              {label(step)}
            </MenuItem>
          ))}
        </MoreMenu>
      )}
      {question && (
        <ConfirmDialog
          open
          danger={question !== 'reinstate'}
          busy={busy}
          title={label(`${question}_title`, { name: student.name })}
          text={label(`${question}_text`)}
          confirm={label(question)}
          reason={question === 'renew' ? undefined : { label: label('reason'), required: question === 'deny' }}
          onConfirm={(reason) => void act(question, reason)}
          onClose={() => setQuestion(null)}
        />
      )}
    </>
  );
}
