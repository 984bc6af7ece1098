import { Alert, Box, Card, LinearProgress, Skeleton, Stack, Tab, Tabs, Typography } from '@mui/material';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams, useSearchParams } from 'react-router-dom';
import { api, Caption, ErrorNote, Page, useFormat, useLabels, useLive, useSession } from '../../ui/index.ts';
import { Leftovers } from './Leftovers.tsx';
import { Proposals } from './Proposals.tsx';
import { SettledLines } from './SettledLines.tsx';
import type { Statement } from './types.ts';

const TABS = ['proposals', 'leftovers', 'matched', 'ignored'] as const;
const TOPICS = ['statement', 'payment'];

/** One statement: certain and likely payments, unmatched lines and payments, settled lines. The tab is in the URL. */
export default function StatementPage() {
  const { id = '' } = useParams();
  const label = useLabels('console.statements');
  const format = useFormat();
  const client = useQueryClient();
  const { organization } = useSession();
  const [search, setSearch] = useSearchParams();
  const tab = TABS.find((name) => name === search.get('tab')) ?? 'proposals';
  const query = useQuery({
    queryKey: ['statements', organization.id, id, 'statement'],
    queryFn: () => api.get<Statement>(`/statements/${id}`),
  });
  const again = () => client.invalidateQueries({ queryKey: ['statements', organization.id, id] });
  useLive(TOPICS, again);
  const statement = query.data;
  const counts: Partial<Record<(typeof TABS)[number], number>> = {
    matched: statement?.matched,
    ignored: statement?.ignored,
  };
  return (
    <Page
      title={statement?.format.name ?? label('one')}
      subtitle={
        statement && [`${format.day(statement.fromOn)} – ${format.day(statement.toOn)}`, statement.fileName].join(' · ')
      }
      back="/payments/statements"
    >
      {query.error && <ErrorNote error={query.error} onRetry={() => query.refetch()} />}
      {query.isPending && <Skeleton variant="rounded" height={280} />}
      {statement && (
        <Stack sx={{ gap: 2.5 }}>
          <Progress statement={statement} />
          <Box>
            <Tabs
              value={tab}
              variant="scrollable"
              allowScrollButtonsMobile
              onChange={(_, next: string) => setSearch({ tab: next }, { replace: true })}
              sx={{ mb: 2, borderBottom: 1, borderColor: 'divider' }}
            >
              {TABS.map((name) => (
                <Tab
                  key={name}
                  value={name}
                  label={
                    counts[name] ? `${label(`tab.${name}`)} (${format.number(counts[name])})` : label(`tab.${name}`)
                  }
                />
              ))}
            </Tabs>
            {tab === 'proposals' && <Proposals statement={statement} onDone={again} />}
            {tab === 'leftovers' && <Leftovers statement={statement} onDone={again} />}
            {(tab === 'matched' || tab === 'ignored') && (
              <SettledLines key={tab} statement={statement} state={tab} onDone={again} />
            )}
          </Box>
        </Stack>
      )}
    </Page>
  );
}

/** The progress of the statement, in numbers and as a bar. */
function Progress({ statement }: { statement: Statement }) {
  const label = useLabels('console.statements');
  const format = useFormat();
  const { lines, open, matched, ignored, known, outgoing } = statement;
  const figures = [
    ['lines', lines],
    ['matched', matched],
    ['open', open],
    ['ignored', ignored],
    ['known_lines', known],
    ['outgoing_lines', outgoing],
  ] as const;
  return (
    <Card sx={{ p: 2.5 }}>
      <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: 'repeat(3, 1fr)', md: 'repeat(6, 1fr)' } }}>
        {figures.map(([name, value]) => (
          <Box key={name} data-testid={`statement-${name}`}>
            <Caption component="div">{label(name)}</Caption>
            <Typography variant="h2" component="div" className="figures">
              {format.number(value)}
            </Typography>
          </Box>
        ))}
      </Box>
      <LinearProgress
        variant="determinate"
        value={lines === 0 ? 100 : ((matched + ignored) / lines) * 100}
        sx={{ mt: 2, height: 6 }}
        aria-label={label('progress')}
      />
      {open === 0 && (
        <Alert severity="success" sx={{ mt: 2 }}>
          {label('all_settled_text')}
        </Alert>
      )}
    </Card>
  );
}
