import { Card, Skeleton, Typography } from '@mui/material';
import { Columns, useFormat, useLabels } from '../../../../kernel/ui/index.ts';
import type { Raffle } from './useRaffles.ts';

/** The four main figures; the money stands apart. */
export function Figures({ raffle }: { raffle: Raffle | undefined }) {
  const label = useLabels('console.raffle.raffle');
  const format = useFormat();
  const share = (part: number) =>
    raffle && new Intl.NumberFormat(format.locale, { style: 'percent' }).format(part / raffle.counts.total);
  const counts = raffle?.counts;
  const count = (name: string, of: number | undefined) => ({
    name,
    value: of === undefined ? undefined : format.number(of),
    note: share(of ?? 0),
  });
  const figures = [
    { name: 'money', value: raffle && format.money(raffle.sold.amount, raffle.currency), note: undefined },
    count('sold', counts?.sold),
    count('reserved', counts?.reserved),
    count('free', counts?.available),
  ];
  return (
    <Columns of="repeat(4, 1fr)" from="md" below="1fr 1fr" gap={2}>
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
            {note ?? (raffle && label('each', { price: format.money(raffle.ticketPrice, raffle.currency) }))}
          </Typography>
        </Card>
      ))}
    </Columns>
  );
}

const STRONG = { bgcolor: 'primary.main', color: 'primary.contrastText', borderColor: 'primary.main' };
