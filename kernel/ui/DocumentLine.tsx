import PdfIcon from '@mui/icons-material/PictureAsPdfOutlined';
import { Box, Button, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { formatAmount } from '../lib/money.ts';
import { useFormat } from './format.ts';
import { fileUrl } from './light/index.ts';

/** A row of GET /documents: a numbered document, fixed when it was issued. */
export type DocumentRow = {
  id: string;
  series: string;
  number: string;
  party: string;
  currency: string;
  totalMinor: number;
  issuedAt: string;
  corrects: { id: string; number: string } | null;
};

export function PdfButton({ document }: { document: DocumentRow }) {
  return (
    <Button size="small" startIcon={<PdfIcon />} href={fileUrl(`/documents/${document.id}/pdf`)} target="_blank">
      PDF
    </Button>
  );
}

/** One document in two lines, with its PDF. */
export function DocumentLine({ document }: { document: DocumentRow }) {
  const translate = useTranslate();
  const format = useFormat();
  const total = format.money(formatAmount(document.totalMinor, document.currency), document.currency);
  return (
    <Stack direction="row" sx={{ gap: 1.5, justifyContent: 'space-between', alignItems: 'center' }}>
      <Box sx={{ minWidth: 0 }}>
        <Typography variant="body2" sx={{ fontWeight: 600 }}>
          {translate(`console.documents.series.${document.series}`)} {document.number}
        </Typography>
        <Typography variant="caption" color="textSecondary" component="div">
          {document.party} · {total} · {format.dateTime(document.issuedAt)}
          {document.corrects && ` · ${translate('console.documents.corrects', { number: document.corrects.number })}`}
        </Typography>
      </Box>
      <PdfButton document={document} />
    </Stack>
  );
}
