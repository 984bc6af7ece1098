import { Card, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Caption, StateChip, useFormat, useLabels } from '../../../../kernel/ui/index.ts';
import type { CookMeal } from './count.ts';

/** A meal's count and the numbers behind it, so that a cook can check it on paper. */
export function CookCard({ meal, closed, mayEat, share, count, kept, keptAt }: CookMeal) {
  const translate = useTranslate();
  const label = useLabels('console.mess.cook');
  const format = useFormat();
  const percent = format.number(share.percent ?? 100);
  return (
    <Card sx={{ p: 2.5 }} data-testid={`cook-${meal.code}`}>
      <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1, alignItems: 'flex-start' }}>
        <Typography variant="h3">{meal.name}</Typography>
        {closed && <StateChip tone="bad" label={translate('console.mess.board.state.closed')} />}
      </Stack>
      <Typography
        className="figures"
        sx={{ fontSize: '2.25rem', fontWeight: 680, letterSpacing: '-0.02em', lineHeight: 1.2, mt: 0.5 }}
      >
        {format.number(count)}
      </Typography>
      {!closed && (
        <>
          <Typography variant="body2" className="figures">
            {share.percent === null
              ? label('everybody')
              : label('product', { people: format.number(mayEat), percent, total: format.number(count) })}
          </Typography>
          <Caption component="p" sx={{ mt: 0.75 }}>
            {label(`basis.${share.basis}`, {
              percent,
              days: format.number(share.days),
              served: format.number(share.served),
              entitled: format.number(share.entitled),
            })}
          </Caption>
        </>
      )}
      {kept !== null && keptAt !== null && (
        <Typography variant="caption" component="p" sx={{ mt: 0.75, fontWeight: 600 }}>
          {label('kept', { total: format.number(kept), at: format.dateTime(keptAt) })}
        </Typography>
      )}
    </Card>
  );
}
