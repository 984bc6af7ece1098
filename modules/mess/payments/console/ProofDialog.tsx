import AttachIcon from '@mui/icons-material/AttachFileOutlined';
import { TextField } from '@mui/material';
import { useState } from 'react';
import { useNotify, useRefresh, useTranslate } from 'react-admin';
import { ApiError, api, FileButton, FormDialog, request, useForm } from '../../../../kernel/ui/index.ts';
import type { CyclePayment } from './types.ts';

/**
 * Adds a proof that came another way: on paper, by mail, shown at the desk. It waits on the evidence desk like any
 * other.
 */
export function ProofDialog({ payment, onClose }: { payment: CyclePayment; onClose: () => void }) {
  const translate = useTranslate();
  const notify = useNotify();
  const refresh = useRefresh();
  const [file, setFile] = useState<File | null>(null);
  const label = (name: string) => translate(`console.mess.payment.${name}`, { name: payment.student.name });
  const form = useForm({ transactionReference: '' }, async (values, idempotencyKey) => {
    const transactionReference = values.transactionReference.trim() || undefined;
    if (!file && !transactionReference) throw new ApiError(400, 'empty', label('add_proof_empty'));
    const fileId = file ? await send(file) : undefined;
    const body = { cycleId: payment.cycle.id, fileId, transactionReference };
    await api.post(`/mess/students/${payment.student.id}/proofs`, body, { idempotencyKey });
    notify('console.mess.payment.done.proof', { type: 'success' });
    refresh();
    onClose();
  });
  return (
    <FormDialog
      title={label('add_proof_title')}
      text={label('add_proof_text')}
      confirm={label('add_proof')}
      form={form}
      onClose={onClose}
    >
      <FileButton
        accept="image/*,application/pdf"
        startIcon={<AttachIcon />}
        sx={{ alignSelf: 'flex-start' }}
        onFile={setFile}
      >
        {file?.name ?? label('choose_file')}
      </FileButton>
      <TextField label={label('transaction')} {...form.bind('transactionReference')} />
    </FormDialog>
  );
}

async function send(file: File): Promise<string> {
  const body = new FormData();
  body.append('file', file);
  const query = { purpose: 'payments.proof' };
  return (await request<{ id: string }>('/files', { method: 'POST', query, body })).data.id;
}
