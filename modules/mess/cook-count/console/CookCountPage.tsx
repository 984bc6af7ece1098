import { Box, Skeleton, TextField, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useTranslate } from 'react-admin';
import { useSearchParams } from 'react-router-dom';
import { api, ErrorNote, Fact, Page, Panel, useFormat, useLive, useSession } from '../../../../kernel/ui/index.ts';
import { wallTime } from '../../calendar/days.rule.ts';
import { Accuracy } from './Accuracy.tsx';
import { CookCard } from './CookCard.tsx';
import type { CookCount } from './count.ts';
import { COUNT_TOPICS, dayName } from './count.ts';

/** How many the kitchen cooks for tomorrow, how that was counted, and how far off such counts were. */
export default function CookCountPage() {
  const translate = useTranslate();
  const format = useFormat();
  const { organization } = useSession();
  const [search, setSearch] = useSearchParams();
  const day = search.get('day') ?? '';
  const query = useQuery({
    queryKey: ['mess', 'cook-count', organization.id, day],
    queryFn: () => api.get<CookCount>('/mess/reports/cook-count', { day }),
  });
  useLive(COUNT_TOPICS, () => query.refetch());
  const { data } = query;
  const label = (name: string, values?: object) => translate(`console.mess.cook.${name}`, values);
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
          slotProps={{
            inputLabel: { shrink: true },
            htmlInput: { min: wallTime(organization.timeZone, new Date()).day },
          }}
        />
      }
    >
      {query.error && <ErrorNote error={query.error} onRetry={() => query.refetch()} />}
      {query.isPending && <Skeleton variant="rounded" height={180} />}
      {data && (
        <>
          <Box
            sx={{
              display: 'grid',
              gap: 2,
              gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr', lg: 'repeat(4, 1fr)' },
            }}
          >
            {data.meals.map((each) => (
              <CookCard key={each.meal.id} {...each} />
            ))}
          </Box>
          <Box
            sx={{
              display: 'grid',
              gap: 2,
              mt: 2,
              alignItems: 'start',
              gridTemplateColumns: { xs: 'minmax(0,1fr)', lg: 'minmax(0,2fr) minmax(0,1fr)' },
            }}
          >
            <Accuracy data={data} />
            <Box sx={{ display: 'grid', gap: 2 }}>
              <Panel title={label('people')}>
                <Box sx={{ display: 'grid', gap: 1.5, gridTemplateColumns: '1fr 1fr' }}>
                  {(['approved', 'unpaid', 'away', 'eating'] as const).map((name) => (
                    <Fact key={name} label={label(name)}>
                      <span className="figures">{format.number(data.people[name])}</span>
                    </Fact>
                  ))}
                </Box>
                {data.people.proofWaits > 0 && (
                  <Typography variant="caption" color="textSecondary" component="p" sx={{ mt: 1.5 }}>
                    {label('proof_waits', { people: format.number(data.people.proofWaits) })}
                  </Typography>
                )}
              </Panel>
              <Panel title={label('formula')}>
                {['formula_eat', 'formula_share', 'formula_kept'].map((name) => (
                  <Typography key={name} variant="body2" sx={{ mb: 1.25, '&:last-child': { mb: 0 } }}>
                    {label(name, { time: data.cutOff })}
                  </Typography>
                ))}
              </Panel>
            </Box>
          </Box>
        </>
      )}
    </Page>
  );
}
