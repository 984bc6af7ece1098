import { usePrinting } from '../../../../kernel/documents/console/index.ts';
import { api, type Camelized, useCan } from '../../../../kernel/ui/index.ts';
import { useDeskRules } from '../../bills/console/useDeskRules.ts';
import type { DocumentAnswer } from '../contract.ts';

type Issued = Camelized<DocumentAnswer>;

type Options = { packing?: boolean; drawer?: boolean };

/** Issues receipts and invoices, and prints them on this device's printer, or as a PDF. */
export function usePaper() {
  const { busy, print } = usePrinting();
  const can = useCan();
  const paper = useDeskRules()?.receiptPaper;
  // Who takes money without reading documents, as at a stall, prints what they took.
  const own = !can('documents.read') || !can('exhibition.document.issue');
  /** Of `customers/<id>` or `bills/<id>`. */
  const issue = (subject: string, kind: 'receipt' | 'invoice' = 'receipt', options: Options = {}) => {
    const mine = own && kind === 'receipt' && subject.startsWith('bills/');
    const path = `/exhibition/${subject}/${mine ? 'receipt' : `${kind}s`}`;
    return print(() => issueAt(path), {
      ...options,
      roll: kind === 'receipt' && paper === '80mm',
      ...(mine && { at: path }),
    });
  };
  return { busy, issue };
}

/** The same of one subject. */
export function useReceipt(subject: string) {
  const { busy, issue } = usePaper();
  return {
    busy,
    issue: (kind: 'receipt' | 'invoice' = 'receipt', options: Options = {}) => issue(subject, kind, options),
  };
}

/** Printed twice is issued once: without a change the same document answers. */
const issueAt = async (path: string): Promise<string> =>
  (await api.post<Issued>(path, {}, { idempotencyKey: crypto.randomUUID() })).id;
