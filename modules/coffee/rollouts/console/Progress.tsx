import { Box, LinearProgress, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Caption, Figures, useFormat, useLabels } from '../../../../kernel/ui/index.ts';
import { MACHINE_STATES } from '../contract.ts';
import type { Rollout } from './rollout.ts';

/** How far a rollout is: its stage, a bar of the machines that run the package, and all by how they stand. */
export function Progress({ rollout }: { rollout: Rollout }) {
  const translate = useTranslate();
  const format = useFormat();
  const label = useLabels('console.coffee.rollout');
  const { stage, stages, machines, state, reason } = rollout;
  const counts = rollout.counts as Record<string, number>;
  const all = MACHINE_STATES.flatMap((name) =>
    counts[name] ? [`${label(`machine_states.${name}`)}: ${format.number(counts[name])}`] : [],
  );
  const back = state === 'rolling_back' || state === 'rolled_back' || state === 'rollback_failed';
  return (
    <Box sx={{ minWidth: 180 }}>
      <Figures variant="body2">
        {label('stage', {
          stage: stage + 1,
          stages: stages.length,
          share: stages[stage] ?? 100,
          machines: format.number(machines),
        })}
      </Figures>
      <LinearProgress
        variant="determinate"
        color={back ? 'error' : 'primary'}
        value={(100 * (counts.succeeded ?? 0)) / machines}
        aria-label={translate('console.progress')}
        sx={{ my: 0.5 }}
      />
      <Caption component="div">{all.join(' · ')}</Caption>
      {rollout.runs.length > 0 && (
        <Caption component="div">
          {`${label('run_now')} `}
          {rollout.runs
            .map(({ package: number, machines: count }) =>
              label(number === null ? 'runs_unknown' : 'runs_package', { number, count: format.number(count) }),
            )
            .join(' · ')}
        </Caption>
      )}
      {state === 'rollback_failed' && (
        <Typography variant="caption" color="error" component="div">
          {label('left_behind', { count: counts.stuck ?? 0 })}
        </Typography>
      )}
      {reason && (
        <Typography variant="caption" color={back ? 'error' : 'textSecondary'} component="div">
          {label(`reasons.${reason}`)}
        </Typography>
      )}
    </Box>
  );
}
