import { Box, Link, Stack } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { CopyButton, Muted, OnlyHere, Panel, useLabels } from '../../../../kernel/ui/index.ts';

/** The page's address and its QR code, to print and to send. */
export function Share({ url }: { url: string | null }) {
  const label = useLabels('console.exhibition.form');
  const qr = useQuery({
    queryKey: ['qr', url],
    queryFn: async () => {
      // Loads the library only when this page is open.
      const draw = await import('qrcode');
      return draw.toString(url ?? '', { type: 'svg', margin: 2, errorCorrectionLevel: 'M' });
    },
    enabled: url !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const image = qr.data && `data:image/svg+xml,${encodeURIComponent(qr.data)}`;
  return (
    <Panel title={label('share')}>
      <Muted sx={{ mb: 1.5 }}>{label(url ? 'share_text' : 'no_address')}</Muted>
      {url && (
        <>
          <Stack direction="row" sx={{ gap: 2, alignItems: 'center', flexWrap: 'wrap' }}>
            {image && (
              <Box component="a" href={image} download="registration.svg" sx={{ lineHeight: 0 }}>
                <img src={image} alt={label('qr')} width={128} height={128} />
              </Box>
            )}
            <Stack direction="row" sx={{ alignItems: 'center', gap: 1, minWidth: 0 }}>
              <Link href={url} target="_blank" rel="noreferrer" sx={{ overflowWrap: 'anywhere' }}>
                {url.replace(/^https?:\/\//, '')}
              </Link>
              <CopyButton text={url} />
            </Stack>
          </Stack>
          <OnlyHere />
        </>
      )}
    </Panel>
  );
}
