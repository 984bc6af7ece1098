import { api, fileUrl, useAction } from '../../../../kernel/ui/index.ts';
import { useDeskRules } from '../../bills/console/useDeskRules.ts';
import type { Issued } from './types.ts';

/**
 * Issues a receipt (or invoice) of `customers/<id>` or `bills/<id>` and opens its PDF for printing. The window opens
 * before the request, inside the click: browsers block windows that open later.
 */
export function useReceipt(subject: string) {
  const { busy, run } = useAction();
  const paper = useDeskRules()?.receiptPaper;
  const issue = (kind: 'receipt' | 'invoice' = 'receipt') => {
    const tab = window.open('', '_blank');
    return run(async () => {
      try {
        const issued = await api.post<Issued>(
          `/exhibition/${subject}/${kind}s`,
          {},
          { idempotencyKey: crypto.randomUUID() },
        );
        const roll = kind === 'receipt' && paper === '80mm';
        const url = fileUrl(`/documents/${issued.id}/pdf`, roll ? { paper } : {});
        if (tab) tab.location.href = url;
        else window.location.assign(url);
      } catch (error) {
        tab?.close();
        throw error;
      }
    });
  };
  return { busy, issue };
}
