import { Box, Skeleton, Stack, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import type { Static } from 'typebox';
import {
  type Camelized,
  Caption,
  CopyButton,
  Muted,
  OnlyHere,
  Panel,
  useGet,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import type { Raffle } from '../../raffles/console/useRaffles.ts';

import type * as publicPage from '../contract.ts';

const NAMES: Record<string, string> = { whatsapp: 'WhatsApp', telegram: 'Telegram', sms: 'SMS' };

/** Share links: the link and QR code of the raffle's page, and a link into each configured chat. */
export function ShareBox({ raffle }: { raffle: Raffle }) {
  const label = useLabels('console.raffle.share');
  const page = useGet<PublicRaffle>(`/raffle/public/${raffle.code}`, {}, { staleTime: 60_000 });
  const qr = useQuery({
    queryKey: ['qr', raffle.publicUrl],
    queryFn: async () => {
      // Loads the library only when a raffle's page is open.
      const draw = await import('qrcode');
      return draw.toString(raffle.publicUrl, { type: 'svg', margin: 2, errorCorrectionLevel: 'M' });
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
  const image = qr.data && `data:image/svg+xml,${encodeURIComponent(qr.data)}`;
  return (
    <Panel title={label('title')}>
      <Stack direction="row" sx={{ gap: 2, alignItems: 'center', mb: 1.5 }}>
        {image ? (
          <Box
            component="a"
            href={image}
            download={`raffle-${raffle.code}.svg`}
            title={label('download')}
            sx={{
              flexShrink: 0,
              lineHeight: 0,
              borderRadius: 2,
              overflow: 'hidden',
              border: 1,
              borderColor: 'divider',
            }}
          >
            <img src={image} alt={label('qr')} width={116} height={116} />
          </Box>
        ) : (
          <Skeleton variant="rounded" width={116} height={116} />
        )}
        <Muted>{label('text')}</Muted>
      </Stack>
      <OnlyHere />
      <Address name={label('page')} url={raffle.publicUrl} />
      {(page.data?.buy ?? []).map(({ channel, url }) => (
        <Address key={channel} name={NAMES[channel] ?? label('web')} url={url} />
      ))}
    </Panel>
  );
}

function Address({ name, url }: { name: string; url: string }) {
  // People paste the copied address elsewhere, so it needs the host.
  const whole = new URL(url, window.location.origin).href;
  return (
    <Stack direction="row" sx={{ alignItems: 'center', gap: 1, py: 0.5 }}>
      <Box sx={{ minWidth: 0, flex: 1 }}>
        <Caption component="div">{name}</Caption>
        <Typography
          variant="body2"
          component="a"
          href={whole}
          target="_blank"
          rel="noreferrer"
          noWrap
          sx={{ display: 'block', color: 'primary.main', textDecoration: 'none' }}
        >
          {whole.replace(/^https?:\/\//, '')}
        </Typography>
      </Box>
      <CopyButton text={whole} />
    </Stack>
  );
}

export type PublicRaffle = Camelized<Static<typeof publicPage.PublicRaffle>>;
