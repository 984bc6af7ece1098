import { Box, Card, Stack, TextField, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { useSearchParams } from 'react-router-dom';
import {
  Caption,
  Columns,
  Fact,
  Loaded,
  Page,
  Panel,
  StateChip,
  useFormat,
  useGet,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import { useToday } from '../../calendar/console/useToday.ts';
import { Accuracy } from './Accuracy.tsx';
import { COUNT_TOPICS, type CookCount, type CookMeal, dayName } from './count.ts';

const MEALS = { display: 'grid', gap: 2, gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr', lg: 'repeat(4, 1fr)' } };

/** How many the kitchen cooks for tomorrow, how that was counted, and how far off such counts were. */
export default function CookCountPage() {
  const label = useLabels('console.mess.cook');
  const format = useFormat();
  const today = useToday();
  const [search, setSearch] = useSearchParams();
  const day = search.get('day') ?? '';
  const query = useGet<CookCount>('/mess/reports/cook-count', { day }, { live: COUNT_TOPICS });
  const { data } = query;
  return (
    <Page
      title={label('title')}
      subtitle={data && dayName(data.day, format.locale)}
      actions={
        <TextField
          type="date"
          label={label('day')}
          value={day || (data?.day ?? '')}
          onChange={({ target }) => setSearch(target.value ? { day: target.value } : {}, { replace: true })}
          slotProps={{ inputLabel: { shrink: true }, htmlInput: { min: today } }}
        />
      }
    >
      <Loaded query={query} height={180}>
        {(count) => (
          <>
            <Box sx={MEALS}>
              {count.meals.map((each) => (
                <CookCard key={each.meal.id} {...each} />
              ))}
            </Box>
            <Columns of="2fr 1fr" gap={2} sx={{ mt: 2, alignItems: 'start' }}>
              <Accuracy data={count} />
              <Box sx={{ display: 'grid', gap: 2 }}>
                <Panel title={label('people')}>
                  <Columns of="1fr 1fr" below="1fr 1fr" gap={1.5}>
                    {(['approved', 'unpaid', 'away', 'eating'] as const).map((name) => (
                      <Fact key={name} label={label(name)}>
                        <span className="figures">{format.number(count.people[name])}</span>
                      </Fact>
                    ))}
                  </Columns>
                  {count.people.proofWaits > 0 && (
                    <Caption component="p" sx={{ mt: 1.5 }}>
                      {label('proof_waits', { people: format.number(count.people.proofWaits) })}
                    </Caption>
                  )}
                </Panel>
                <Panel title={label('formula')}>
                  {['formula_eat', 'formula_share', 'formula_kept'].map((name) => (
                    <Typography key={name} variant="body2" sx={{ mb: 1.25, '&:last-child': { mb: 0 } }}>
                      {label(name, { time: count.cutOff })}
                    </Typography>
                  ))}
                </Panel>
              </Box>
            </Columns>
          </>
        )}
      </Loaded>
    </Page>
  );
}

/** A meal's count and the numbers behind it, so that a cook can check it on paper. */
function CookCard({ meal, closed, mayEat, share, count, kept, keptAt }: CookMeal) {
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
