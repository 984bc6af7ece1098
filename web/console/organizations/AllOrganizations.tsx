import AddIcon from '@mui/icons-material/Add';
import { Box, Button, Skeleton, Stack, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import {
  api,
  ErrorNote,
  Fact,
  Muted,
  Page,
  Panel,
  useAction,
  useCan,
  useFormat,
  useSession,
} from '../../../kernel/ui/index.ts';
import { useSwitch } from './useSwitch.ts';

type Sum = { currency: string; amount: string };
type Row = {
  organization: { id: string; name: string };
  day: string;
  modules: string[];
  figures: { kind: string; to: string; count: number | null; sums: Sum[] }[];
};

/** Money comes in by itself: the page looks again while it is open. */
const LOOK_AGAIN_MS = 30_000;

/** Today's figures of all organizations of the person. */
export default function AllOrganizations() {
  const translate = useTranslate();
  const { user } = useSession();
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['figures', user.id],
    queryFn: () => api.get<Row[]>('/figures'),
    refetchInterval: LOOK_AGAIN_MS,
  });
  const may = useCan()('organization.create');
  const say = (name: string) => translate(`console.organization.${name}`);
  return (
    <Page
      title={say('all')}
      subtitle={say('all_text')}
      width={1000}
      actions={
        may && (
          <Button component={Link} to="/organizations/new" variant="outlined" startIcon={<AddIcon />}>
            {say('new')}
          </Button>
        )
      }
    >
      {error && <ErrorNote error={error} onRetry={() => refetch()} />}
      {isPending && <Skeleton variant="rounded" height={240} />}
      <Stack component="ul" sx={{ gap: 2, listStyle: 'none', m: 0, p: 0 }}>
        {data?.map((row) => (
          <One key={row.organization.id} row={row} />
        ))}
      </Stack>
    </Page>
  );
}

function One({ row: { organization, day, modules, figures } }: { row: Row }) {
  const translate = useTranslate();
  const format = useFormat();
  const here = useSession().organization.id === organization.id;
  const switchTo = useSwitch();
  const { busy, run } = useAction();
  const named = (name: string) => translate(`console.module.${name}`, { _: name });
  const used = modules.map(named).join(' · ');
  // Several modules have sales, so each figure names its own.
  const label = (kind: string) => `${named(kind.split('.')[0] ?? '')} · ${translate(`console.figures.${kind}`)}`;
  const value = (count: number | null, sums: Sum[]) =>
    count === null
      ? sums.map(({ amount, currency }) => format.money(amount, currency)).join(' + ')
      : format.number(count);
  return (
    <Box component="li">
      <Panel
        title={organization.name}
        actions={
          !here && (
            <Button
              size="small"
              variant="outlined"
              disabled={busy}
              onClick={() => run(() => switchTo(organization.id), { refresh: false })}
            >
              {translate('console.organization.open')}
            </Button>
          )
        }
      >
        <Muted sx={{ mb: 1.5 }}>{[format.day(day), used].filter(Boolean).join(' · ')}</Muted>
        <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: 'repeat(auto-fill, minmax(180px, 1fr))' }}>
          {figures.map(({ kind, count, sums }) => (
            <Fact key={kind} label={label(kind)}>
              <Typography component="span" className="figures" sx={{ fontSize: '1.25rem', fontWeight: 650 }}>
                {value(count, sums)}
              </Typography>
            </Fact>
          ))}
          {figures.length === 0 && <Muted>{translate('console.organization.no_figures')}</Muted>}
        </Box>
      </Panel>
    </Box>
  );
}
