import MoreIcon from '@mui/icons-material/MoreVert';
import { Button, IconButton, Menu, MenuItem } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { api, ConfirmDialog, useAction, useCan } from '../../../../kernel/ui/index.ts';
import type { Student } from './types.ts';

type Step = 'approve' | 'deny' | 'suspend' | 'reinstate' | 'leave' | 'renew';

/** Pending decisions are buttons; rare actions are in a menu. The server decides which ones the state allows. */
export function StudentActions({ student }: { student: Student }) {
  const translate = useTranslate();
  const can = useCan();
  const { busy, run } = useAction();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [question, setQuestion] = useState<Step | null>(null);
  const label = (name: string) => translate(`console.mess.student.${name}`);
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
        <IconButton onClick={(event) => setAnchor(event.currentTarget)} aria-label={translate('console.action.more')}>
          <MoreIcon />
        </IconButton>
      )}
      <Menu open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)}>
        {rare.map((step) => (
          <MenuItem
            key={step}
            onClick={() => {
              setAnchor(null);
              setQuestion(step);
            }}
          >
            {label(step)}
          </MenuItem>
        ))}
      </Menu>
      {question && (
        <ConfirmDialog
          open
          danger={question !== 'reinstate'}
          busy={busy}
          title={translate(`console.mess.student.${question}_title`, { name: student.name })}
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
