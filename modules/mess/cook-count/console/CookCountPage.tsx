import { Box, TextField, Typography } from '@mui/material';
import { useSearchParams } from 'react-router-dom';
import {
  Caption,
  Columns,
  Fact,
  Loaded,
  Page,
  Panel,
  useFormat,
  useGet,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import { useToday } from '../../calendar/console/useToday.ts';
import { Accuracy } from './Accuracy.tsx';
import { CookCard } from './CookCard.tsx';
import { COUNT_TOPICS, type CookCount, dayName } from './count.ts';

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
