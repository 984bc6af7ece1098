import PrintIcon from '@mui/icons-material/PrintOutlined';
import { Box, Button, Menu, MenuItem, Skeleton } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { hasReceiptPrinter, type SlipRow, usePrinting } from '../../../../kernel/documents/console/index.ts';
import { api, Caption, fileUrl, useGet } from '../../../../kernel/ui/index.ts';

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

type Label = { code: string; rows: SlipRow[] };

/** How the first of the chosen customers' labels looks, before a roll of them is printed. */
function FirstLabel({ ids }: { ids: string }) {
  const translate = useTranslate();
  const query = useGet<Label[]>('/exhibition/customers/labels', { ids });
  const label = query.data?.[0];
  // Whatever fails here fails when it is printed, and is said there.
  if (!label && !query.isPending) return null;
  return (
    // Nobody chooses it, so those who hear the menu don't get it.
    <Box component="li" aria-hidden sx={{ px: 2, pt: 1, pb: 0.5, borderTop: 1, borderColor: 'divider', mt: 1 }}>
      <Caption>{translate('console.exhibition.customer.first_label')}</Caption>
      {label ? (
        <Box sx={LABEL}>
          <img src={fileUrl(`/exhibition/customers/${label.code}/qr.svg`)} alt="" />
          <Box sx={{ minWidth: 0 }}>
            {label.rows.map(
              (row) =>
                row.kind === 'text' && (
                  <Box key={row.text} sx={{ fontWeight: row.bold ? 700 : 400, fontSize: row.big ? 16 : 11 }}>
                    {row.text}
                  </Box>
                ),
            )}
          </Box>
        </Box>
      ) : (
        <Skeleton variant="rounded" width={LABEL.width} height={LABEL.height} />
      )}
    </Box>
  );
}

/** 62 × 29 mm in half; paper is white in the dark too. */
const LABEL = {
  width: 248,
  height: 116,
  display: 'flex',
  alignItems: 'center',
  gap: 1,
  p: 1,
  bgcolor: '#fff',
  color: '#000',
  border: '1px solid #ccc',
  borderRadius: 1,
  overflow: 'hidden',
  overflowWrap: 'anywhere',
  lineHeight: 1.2,
  '& img': { width: 96, height: 96, flex: 'none' },
};
