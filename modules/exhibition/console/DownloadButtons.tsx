import DownloadIcon from '@mui/icons-material/FileDownloadOutlined';
import { Button, Menu, MenuItem } from '@mui/material';
import { useState } from 'react';
import { hasReceiptPrinter, type SlipRow, usePrinting } from '../../../kernel/documents/console/index.ts';
import { api, fileUrl, useCan, useLabels } from '../../../kernel/ui/index.ts';
import type { Customer } from '../customers/console/types.ts';
import { PaperButtons } from '../documents/console/PaperButtons.tsx';

/** Files of a customer: receipt, invoice, badge, QR code. */
export function DownloadButtons({ customer }: { customer: Customer }) {
  const say = useLabels('console');
  const can = useCan();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const { printRows } = usePrinting();
  const base = `/exhibition/customers/${customer.id}`;
  const files = [
    ['qr.png', 'qr_png'],
    ['qr.svg', 'qr_svg'],
    ['qr.pdf', 'qr_pdf'],
    ['badge.pdf', 'badge'],
  ] as const;
  const label = fileUrl('/exhibition/customers/badges.pdf', { ids: customer.id, size: 'label' });
  const onPrinter = async () => {
    setAnchor(null);
    const [one] = await api.get<{ rows: SlipRow[] }[]>('/exhibition/customers/labels', { ids: customer.id });
    if (one) await printRows(one.rows);
  };
  return (
    <>
      {can('exhibition.document.issue') && <PaperButtons customer={customer} />}
      {can('credentials.show') && (
        <>
          <Button variant="outlined" startIcon={<DownloadIcon />} onClick={(event) => setAnchor(event.currentTarget)}>
            {say('action.download')}
          </Button>
          <Menu open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)}>
            {files.map(([file, label]) => (
              <MenuItem
                key={file}
                component="a"
                href={fileUrl(`${base}/${file}`)}
                download={`${customer.code}-${file}`}
                onClick={() => setAnchor(null)}
              >
                {say(`exhibition.${label}`)}
              </MenuItem>
            ))}
            <MenuItem component="a" href={label} target="_blank" onClick={() => setAnchor(null)}>
              {say('exhibition.customer.labels')}
            </MenuItem>
            {hasReceiptPrinter() && (
              <MenuItem onClick={() => void onPrinter()}>{say('exhibition.customer.labels_here')}</MenuItem>
            )}
          </Menu>
        </>
      )}
    </>
  );
}
