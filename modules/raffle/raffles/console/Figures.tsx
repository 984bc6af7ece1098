import { Box, Card, Skeleton, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { useFormat } from '../../../../kernel/ui/index.ts';
import type { Raffle } from './useRaffles.ts';

/** The four main figures; the money stands apart. */
export function Figures({ raffle }: { raffle: Raffle | undefined }) {
  const translate = useTranslate();
  const format = useFormat();
  const share = (part: number) =>
    raffle && new Intl.NumberFormat(format.locale, { style: 'percent' }).format(part / raffle.counts.total);
  const label = (name: string) => translate(`console.raffle.raffle.${name}`);
  const figures = [
    { name: 'money', value: raffle && format.money(raffle.sold.amount, raffle.currency) },
    { name: 'sold', value: raffle && format.number(raffle.counts.sold), note: share(raffle?.counts.sold ?? 0) },
    {
      name: 'reserved',
      value: raffle && format.number(raffle.counts.reserved),
      note: share(raffle?.counts.reserved ?? 0),
    },
    {
      name: 'free',
      value: raffle && format.number(raffle.counts.available),
      note: share(raffle?.counts.available ?? 0),
    },
  ];
  return (
    <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: '1fr 1fr', md: 'repeat(4, 1fr)' } }}>
      {figures.map(({ name, value, note }, i) => (
        <Card key={name} sx={{ p: { xs: 2, md: 2.5 }, ...(i === 0 && STRONG) }}>
          <Typography
            variant="body2"
            sx={{ opacity: i === 0 ? 0.85 : 1 }}
            color={i === 0 ? 'inherit' : 'textSecondary'}
          >
            {label(name)}
          </Typography>
          <Typography
            className="figures"
            data-testid={`raffle-${name}`}
            sx={{
              fontSize: { xs: '1.3rem', md: '1.7rem' },
              fontWeight: 680,
              letterSpacing: '-0.02em',
              lineHeight: 1.25,
            }}
          >
            {value ?? <Skeleton width="60%" />}
          </Typography>
          <Typography variant="caption" sx={{ opacity: 0.85 }}>
            {note ??
              (raffle &&
                translate('console.raffle.raffle.each', { price: format.money(raffle.ticketPrice, raffle.currency) }))}
          </Typography>
        </Card>
      ))}
    </Box>
  );
}

const STRONG = { bgcolor: 'primary.main', color: 'primary.contrastText', borderColor: 'primary.main' };
