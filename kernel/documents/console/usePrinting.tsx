import { useNotify, useTranslate } from 'react-admin';
import { api, fileUrl, useAction } from '../../ui/index.ts';
import { devicePrinter, isReceiptPrinter } from './device.ts';
import type { Slip, SlipRow } from './types.ts';

/**
 * Prints on this device's printer, or opens the PDF where it has none. `drawer`: the sale was in cash.
 */
export function usePrinting() {
  const notify = useNotify();
  const translate = useTranslate();
  const { busy, run } = useAction();
  const rows = async (rows: SlipRow[], drawer = false): Promise<void> => {
    const { way, paper, drawer: kicks } = devicePrinter();
    // Without the document there is no PDF of it.
    if (!isReceiptPrinter(way)) {
      const { printPage } = await import('./print-page.ts');
      await printPage(rows, paper);
      return;
    }
    const { sendSlip } = await import('./receipt-printer.ts');
    const sent = await sendSlip(rows, drawer && kicks);
    if (sent !== 'printed') notify(translate(`console.printer.${sent}`), { type: 'warning', autoHideDuration: 8000 });
  };
  /**
   * `issue` answers the document's id; the window of a PDF opens before, inside the click: browsers block windows that open
   * later. `roll`: the PDF is one of 80 mm. `at`: where the document is read, when not among all documents.
   */
  const print = (issue: () => Promise<string>, { drawer = false, packing = false, roll = false, at = '' } = {}) => {
    const byPdf = devicePrinter().way === 'pdf';
    const tab = byPdf ? window.open('', '_blank') : null;
    return run(
      async () => {
        try {
          const id = await issue();
          const path = at || `/documents/${id}`;
          const url = fileUrl(`${path}/pdf`, roll ? { paper: '80mm' } : {});
          if (!byPdf) await rows((await api.get<Slip>(`${path}/slip`, { packing })).rows, drawer);
          else if (tab) tab.location.href = url;
          else window.location.assign(url);
        } catch (error) {
          tab?.close();
          throw error;
        }
      },
      { refresh: false },
    );
  };
  return {
    busy,
    print,
    printRows: (list: SlipRow[], drawer = false) => run(() => rows(list, drawer), { refresh: false }),
  };
}

/** Loads what this device prints with, so that it is there without a network. */
export async function loadPrinting(): Promise<void> {
  const { way } = devicePrinter();
  if (!isReceiptPrinter(way)) await import('./print-page.ts');
  else await (await import('./receipt-printer.ts')).loadLibraries(way);
}

/** Opens the drawer, where this device has one. */
export async function openDrawer(): Promise<void> {
  const { way, drawer } = devicePrinter();
  if (!drawer || !isReceiptPrinter(way)) return;
  const { sendSlip } = await import('./receipt-printer.ts');
  await sendSlip([], true);
}
