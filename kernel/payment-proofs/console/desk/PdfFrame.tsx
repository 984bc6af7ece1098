import { Box, Button, CircularProgress } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslate } from 'react-admin';
import { ErrorNote, fileUrl } from '../../../ui/index.ts';

/**
 * A PDF proof in the browser's own viewer. The server sends documents as sandboxed downloads, which can't be shown in a
 * frame; so the page fetches the bytes and frames them from memory.
 */
export function PdfFrame({ fileId, name }: { fileId: string; name: string }) {
  const translate = useTranslate();
  const [url, setUrl] = useState<string>();
  const query = useQuery({
    queryKey: ['payments', 'pdf', fileId],
    queryFn: async () => {
      const answer = await fetch(fileUrl(`/files/${fileId}`), { credentials: 'same-origin' });
      if (!answer.ok) throw new Error(translate('console.payments.desk.picture_broken'));
      return new Blob([await answer.arrayBuffer()], { type: 'application/pdf' });
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
  useEffect(() => {
    if (!query.data) return undefined;
    const made = URL.createObjectURL(query.data);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [query.data]);
  if (query.error) return <ErrorNote error={query.error} onRetry={() => query.refetch()} />;
  if (!url) return <CircularProgress aria-label={translate('ra.page.loading')} size={28} sx={{ m: 'auto' }} />;
  return (
    <Box sx={{ height: '100%', display: 'flex', flexDirection: 'column' }}>
      <Box component="iframe" src={url} title={name} sx={{ flex: 1, width: '100%', border: 0 }} />
      <Button href={url} download={name} size="small" sx={{ m: 1, alignSelf: 'center' }}>
        {translate('console.payments.desk.pdf_open')}
      </Button>
    </Box>
  );
}
