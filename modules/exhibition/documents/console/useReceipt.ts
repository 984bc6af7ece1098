import { usePrinting } from '../../../../kernel/documents/console/index.ts';
import { api } from '../../../../kernel/ui/index.ts';
import { useDeskRules } from '../../bills/console/useDeskRules.ts';
import type { Issued } from './types.ts';

/** Issues a receipt (or invoice) of `customers/<id>` or `bills/<id>` and prints it on this device's printer, or as a PDF. */
export function useReceipt(subject: string) {
  const { busy, print } = usePrinting();
  const paper = useDeskRules()?.receiptPaper;
  const issue = (kind: 'receipt' | 'invoice' = 'receipt', options: { packing?: boolean } = {}) =>
    print(() => issueOf(subject, kind), { ...options, roll: kind === 'receipt' && paper === '80mm' });
  return { busy, issue };
}

/** Printed twice is issued once: without a change the same document answers. */
export const issueOf = async (subject: string, kind: 'receipt' | 'invoice'): Promise<string> => {
  const idempotencyKey = crypto.randomUUID();
  return (await api.post<Issued>(`/exhibition/${subject}/${kind}s`, {}, { idempotencyKey })).id;
};
