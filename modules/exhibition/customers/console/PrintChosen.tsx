import PrintIcon from '@mui/icons-material/PrintOutlined';
import { Button, Menu, MenuItem } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { hasReceiptPrinter, type SlipRow, usePrinting } from '../../../../kernel/documents/console/index.ts';
import { api, fileUrl } from '../../../../kernel/ui/index.ts';
import { FirstLabel } from './FirstLabel.tsx';

/** Codes, badges and labels of the chosen customers: as PDF, or on this device's receipt printer. */
export function PrintChosen({ ids }: { ids: string[] }) {
  const translate = useTranslate();
  const { busy, printRows } = usePrinting();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const query = { ids: ids.join(',') };
  const files = [
    ['qr_sheet', fileUrl('/exhibition/customers/qr-sheet.pdf', query)],
    ['badges', fileUrl('/exhibition/customers/badges.pdf', query)],
    ['labels', fileUrl('/exhibition/customers/badges.pdf', { ...query, size: 'label' })],
  ] as const;
  // Each is cut off by itself.
  const onPrinter = async () => {
    setAnchor(null);
    const labels = await api.get<{ rows: SlipRow[] }[]>('/exhibition/customers/labels', query);
    for (const { rows } of labels) if (!(await printRows(rows))) return;
  };
  return (
    <>
      <Button
        size="small"
        startIcon={<PrintIcon />}
        disabled={busy}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        {translate('console.exhibition.customer.print')}
      </Button>
      <Menu open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)}>
        {files.map(([label, href]) => (
          <MenuItem key={label} component="a" href={href} target="_blank" onClick={() => setAnchor(null)}>
            {translate(`console.exhibition.customer.${label}`)}
          </MenuItem>
        ))}
        {hasReceiptPrinter() && (
          <MenuItem onClick={() => void onPrinter()}>{translate('console.exhibition.customer.labels_here')}</MenuItem>
        )}
        <FirstLabel ids={query.ids} />
      </Menu>
    </>
  );
}
