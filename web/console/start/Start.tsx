import DoneIcon from '@mui/icons-material/CheckCircle';
import TroubleIcon from '@mui/icons-material/ErrorOutlined';
import TodoIcon from '@mui/icons-material/RadioButtonUncheckedOutlined';
import { Alert, Box, Button, LinearProgress, Skeleton, Stack, Typography } from '@mui/material';
import { useEffect } from 'react';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { api, ErrorNote, Page, Panel, useAction, useCan } from '../../../kernel/ui/index.ts';
import { type Step, useStart } from './useStart.ts';

/** Much that ticks a line happens elsewhere: a phone that scans, a mail that goes out, a machine that sells. */
const LOOK_AGAIN_MS = 5_000;

/** What is left to set up: each line with how it really stands and one button. */
export default function Start() {
  const translate = useTranslate();
  const may = useCan()('settings.write');
  const { busy, run } = useAction();
  const { data, error, isPending, refetch } = useStart(LOOK_AGAIN_MS);
  // Whoever comes back from a step sees its tick.
  useEffect(() => {
    void refetch({ cancelRefetch: false });
  }, [refetch]);
  const dismiss = (dismissed: boolean) =>
    void run(async () => {
      await api.patch('/settings/start', { dismissed });
      await refetch();
    });
  const left = data !== undefined && data.done < data.total;
  return (
    <Page
      title={translate('console.start.title')}
      subtitle={translate('console.start.text')}
      width={820}
      actions={
        may &&
        data &&
        !data.dismissed && (
          <Button color="inherit" disabled={busy} onClick={() => dismiss(true)}>
            {translate('console.start.dismiss')}
          </Button>
        )
      }
    >
      {error && <ErrorNote error={error} onRetry={() => refetch()} />}
      {isPending && <Skeleton variant="rounded" height={320} />}
      {data?.dismissed && (
        <Alert
          severity="info"
          sx={{ mb: 2 }}
          action={
            may && (
              <Button color="inherit" size="small" disabled={busy} onClick={() => dismiss(false)}>
                {translate('console.start.resume')}
              </Button>
            )
          }
        >
          {translate('console.start.dismissed')}
        </Alert>
      )}
      {data && (
        <Panel>
          <Stack sx={{ gap: 1, mb: 1 }}>
            <Typography variant="body2" color="textSecondary">
              {left
                ? translate('console.start.progress', { done: data.done, total: data.total })
                : translate('console.start.finished')}
            </Typography>
            <LinearProgress
              variant="determinate"
              aria-label={translate('console.start.title')}
              value={data.total === 0 ? 100 : (100 * data.done) / data.total}
              sx={{ borderRadius: 1, height: 6 }}
            />
          </Stack>
          <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
            {data.steps.map((step) => (
              <Line key={step.id} step={step} onAgain={() => void refetch()} />
            ))}
          </Box>
        </Panel>
      )}
    </Page>
  );
}

const LOOK = {
  done: { icon: DoneIcon, color: 'success.main' },
  todo: { icon: TodoIcon, color: 'text.secondary' },
  trouble: { icon: TroubleIcon, color: 'error.main' },
} as const;

function Line({ step, onAgain }: { step: Step; onAgain: () => void }) {
  const translate = useTranslate();
  const state = step.done ? 'done' : step.trouble ? 'trouble' : 'todo';
  const { icon: Icon, color } = LOOK[state];
  const say = (name: string) =>
    translate(`console.start.${step.id}.${name}`, { ...step.values, smart_count: step.values.count });
  // A step that is done elsewhere only looks again.
  const target = step.to === '/start' ? { onClick: onAgain } : { component: Link, to: step.to };
  return (
    <Box component="li" sx={{ ...LINE, '&:last-of-type': { borderBottom: 0, pb: 0 } }}>
      <Icon titleAccess={translate(`console.start.is_${state}`)} sx={{ color, mt: 0.25 }} />
      <Box sx={{ flex: '1 1 220px', minWidth: 0 }}>
        <Typography sx={{ fontWeight: 600 }}>{say('title')}</Typography>
        <Typography
          variant="body2"
          color={state === 'trouble' ? 'error' : 'textSecondary'}
          sx={{ overflowWrap: 'anywhere' }}
        >
          {say(step.say)}
        </Typography>
      </Box>
      {!step.done && (
        <Button variant="outlined" size="small" sx={{ alignSelf: 'center', ml: { xs: 4.5, sm: 0 } }} {...target}>
          {say('button')}
        </Button>
      )}
    </Box>
  );
}

const LINE = {
  display: 'flex',
  flexWrap: 'wrap',
  gap: 1.5,
  py: 1.75,
  borderBottom: 1,
  borderColor: 'divider',
} as const;
