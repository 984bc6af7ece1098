import { Alert, Box, Button, Card, Link as MuiLink, Typography } from '@mui/material';
import { Link } from 'react-router-dom';
import { Caption, Code, CopyButton, Fact, StateChip, useCan, useFormat, useLabels } from '../../ui/index.ts';
import type { Mirror } from './types.ts';

/** The state of the mirror at a glance; instructions while it isn't set up. */
export function MirrorFacts({ mirror }: { mirror: Mirror }) {
  const label = useLabels('console.mirror');
  const format = useFormat();
  const can = useCan();
  const { ready, missing, failing, lastError, nextAttemptAt } = mirror;
  const state = !ready ? 'off' : failing ? 'failing' : mirror.waiting > 0 ? 'busy' : 'up';
  const tone = { off: 'neutral', failing: 'bad', busy: 'busy', up: 'good' } as const;
  return (
    <Card sx={{ p: 2.5 }}>
      {missing && (
        <>
          <Typography variant="body2">{label(`missing.${missing}`)}</Typography>
          <Box component="ol" sx={{ pl: 2.5, my: 1.25, '& li': { mb: 0.5, typography: 'body2' } }}>
            {label('steps')
              .split('\n')
              .map((step) => (
                <li key={step}>{step}</li>
              ))}
          </Box>
        </>
      )}
      {failing && lastError && (
        <Alert severity="error" sx={{ mb: 2 }}>
          {label(`fault.${lastError.fault}`)}
          {nextAttemptAt && ` ${label('next', { when: format.dateTime(nextAttemptAt) })}`}
          <Typography variant="caption" component="div" sx={{ overflowWrap: 'anywhere' }}>
            {lastError.text}
          </Typography>
        </Alert>
      )}
      <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: '1fr 1fr', md: 'repeat(4, 1fr)' } }}>
        <Fact label={label('state')}>
          <StateChip tone={tone[state]} label={label(`states.${state}`)} />
        </Fact>
        <Fact label={label('backlog')}>{format.number(mirror.waiting)}</Fact>
        <Fact label={label('not_taken')}>{format.number(mirror.dead)}</Fact>
        <Fact label={label('last_success')}>{mirror.lastSuccessAt ? format.dateTime(mirror.lastSuccessAt) : '–'}</Fact>
      </Box>
      {mirror.account && (
        <Box sx={{ mt: 2 }}>
          <Caption component="div">{label('account')}</Caption>
          <Box sx={{ overflowX: 'auto' }}>
            <Code value={mirror.account} />
            <CopyButton text={mirror.account} />
          </Box>
        </Box>
      )}
      {mirror.address && (
        <MuiLink href={mirror.address} target="_blank" rel="noreferrer" variant="body2">
          {label('open')}
        </MuiLink>
      )}
      {can('settings.write') && (
        <Box>
          <Button component={Link} to="/office/settings/mirror" size="small" sx={{ mt: 1, ml: -0.75 }}>
            {label('settings')}
          </Button>
        </Box>
      )}
    </Card>
  );
}
