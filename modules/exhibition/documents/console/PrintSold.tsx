import { useEffect, useRef } from 'react';
import { devicePrinter } from '../../../../kernel/documents/console/index.ts';
import { onSent } from '../../../../kernel/ui/index.ts';
import type { Added } from '../../bills/console/types.ts';
import { usePaper } from './useReceipt.ts';

const KEPT = 50;
const PRINTED = 'counterfoil.printed';

/**
 * Prints the receipt of what this desk sells: by itself where the device says so, and again with Ctrl P. All tabs hear of
 * a sale and one prints it.
 */
export function PrintSold() {
  const { issue } = usePaper();
  const printing = useRef(issue);
  printing.current = issue;
  const last = useRef<Added | null>(null);
  useEffect(() => {
    const off = onSent((item, answer) => {
      const added = answer as Partial<Added>;
      if (!item.about.startsWith('exhibition.customer:') || !added.bill?.paidMinor) return;
      last.current = added as Added;
      // Sold without a network: its receipt was printed then.
      if (item.extra) return;
      if (devicePrinter().auto && devicePrinter().way !== 'pdf')
        void once(item.key, async () => {
          const done = await receipt(added as Added, true);
          if (done && devicePrinter().packing) await receipt(added as Added, false, true);
        });
    });
    const receipt = ({ bill, taken }: Added, drawer: boolean, packing = false) =>
      printing.current(`bills/${bill.id}`, 'receipt', {
        drawer: drawer && Boolean(taken?.payments.some(({ method }) => method === 'cash')),
        packing,
      });
    const press = (event: KeyboardEvent) => {
      const wanted = event.key.toLowerCase() === 'p' && (event.ctrlKey || event.metaKey) && !event.shiftKey;
      if (!wanted || !last.current || devicePrinter().way === 'pdf') return;
      event.preventDefault();
      void receipt(last.current, false);
    };
    window.addEventListener('keydown', press);
    return () => {
      off();
      window.removeEventListener('keydown', press);
    };
  }, []);
  return null;
}

/** Of several tabs the first does it. */
async function once(key: string, work: () => Promise<unknown>): Promise<void> {
  const mine = await navigator.locks.request(PRINTED, () => {
    const printed = JSON.parse(localStorage.getItem(PRINTED) ?? '[]') as string[];
    if (printed.includes(key)) return false;
    localStorage.setItem(PRINTED, JSON.stringify([key, ...printed].slice(0, KEPT)));
    return true;
  });
  if (mine) await work();
}
