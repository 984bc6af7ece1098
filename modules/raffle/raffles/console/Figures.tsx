import { Columns, Tile, useFormat, useLabels } from '../../../../kernel/ui/index.ts';
import type { Raffle } from './useRaffles.ts';

/** The four main figures; the money stands apart. */
export function Figures({ raffle }: { raffle: Raffle | undefined }) {
  const label = useLabels('console.raffle.raffle');
  const format = useFormat();
  const share = (part: number) => new Intl.NumberFormat(format.locale, { style: 'percent' }).format(part);
  const money = (amount: string) => format.money(amount, raffle?.currency);
  const tile = (name: 'sold' | 'reserved' | 'free', counted: 'sold' | 'reserved' | 'available') => (
    <Tile
      label={label(name)}
      value={raffle && format.number(raffle.counts[counted])}
      note={raffle && share(raffle.counts[counted] / raffle.counts.total)}
      testId={`raffle-${name}`}
    />
  );
  return (
    <Columns of="repeat(4, 1fr)" from="md" below="1fr 1fr" gap={2}>
      <Tile
        strong
        label={label('money')}
        value={raffle && money(raffle.sold.amount)}
        note={raffle && label('each', { price: money(raffle.ticketPrice) })}
        testId="raffle-money"
      />
      {tile('sold', 'sold')}
      {tile('reserved', 'reserved')}
      {tile('free', 'available')}
    </Columns>
  );
}
