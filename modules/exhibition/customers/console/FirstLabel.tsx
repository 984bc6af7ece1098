import { Box, Skeleton } from '@mui/material';
import { useTranslate } from 'react-admin';
import type { SlipRow } from '../../../../kernel/documents/console/index.ts';
import { Caption, fileUrl, useGet } from '../../../../kernel/ui/index.ts';

type Label = { code: string; rows: SlipRow[] };

/** How the first of the chosen customers' labels looks, before a roll of them is printed. */
export function FirstLabel({ ids }: { ids: string }) {
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
