import ArrowIcon from '@mui/icons-material/ArrowForward';
import RefreshIcon from '@mui/icons-material/ManageSearch';
import { Alert, Box, Button, Card, Checkbox, Skeleton, Stack } from '@mui/material';
import { useState } from 'react';
import {
  api,
  Caption,
  EmptyNote,
  ErrorNote,
  MoreButton,
  Muted,
  StateChip,
  useAction,
  useLabels,
} from '../../ui/index.ts';
import { LineText, PaymentLink } from './LineText.tsx';
import { PaidAlready } from './PaidAlready.tsx';
import type { Confirmed, Line, Statement } from './types.ts';
import { useLines } from './useLines.ts';

/** Proposed payments for lines; the certain ones are preselected. */
export function Proposals({ statement, onDone }: { statement: Statement; onDone: () => void }) {
  const { busy, run } = useAction();
  const certain = useLines(statement.id, { state: 'open', certainty: 'certain' });
  const likely = useLines(statement.id, { state: 'open', certainty: 'likely' });
  // The person's changes; the other rows keep their default.
  const [changed, setChanged] = useState<Record<string, boolean>>({});
  const [outcome, setOutcome] = useState<Confirmed | null>(null);
  const lines = [...certain.lines, ...likely.lines];
  const isChosen = (line: Line) => changed[line.id] ?? line.certainty === 'certain';
  const chosen = lines.filter(isChosen);
  const label = useLabels('console.statements');
  const confirm = () =>
    run(
      async () => {
        const lineIds = chosen.map((line) => line.id).slice(0, 500);
        setOutcome(await api.post<Confirmed>(`/statements/${statement.id}/confirm`, { lineIds }));
        setChanged({});
        onDone();
      },
      { refresh: false },
    );
  const look = () =>
    run(
      async () => {
        await api.post(`/statements/${statement.id}/propose`);
        onDone();
      },
      { refresh: false, done: 'console.statements.looked' },
    );
  const error = certain.query.error ?? likely.query.error;
  if (error) return <ErrorNote error={error} onRetry={onDone} />;
  if (certain.query.isPending || likely.query.isPending) return <Skeleton variant="rounded" height={200} />;
  const lookAgain = statement.open > 0 && (
    <Button size="small" startIcon={<RefreshIcon />} disabled={busy} onClick={() => void look()}>
      {label('look_again')}
    </Button>
  );
  return (
    <Stack sx={{ gap: 1.5 }}>
      {outcome && <Outcome outcome={outcome} />}
      <PaidAlready statement={statement} onDone={onDone} />
      {lines.length === 0 ? (
        <Card>
          <EmptyNote title={label('no_proposals')} text={label('no_proposals_text')} action={lookAgain} />
        </Card>
      ) : (
        <Card>
          <Stack direction="row" sx={{ px: 2, py: 1.25, gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
            <Muted sx={{ flex: '1 1 260px' }}>{label('proposals_text')}</Muted>
            {lookAgain}
            <Button variant="contained" disabled={busy || chosen.length === 0} onClick={() => void confirm()}>
              {label('confirm', { smart_count: chosen.length })}
            </Button>
          </Stack>
          {lines.map((line) => (
            <Pair
              key={line.id}
              line={line}
              chosen={isChosen(line)}
              onChoose={(on) => setChanged((now) => ({ ...now, [line.id]: on }))}
            />
          ))}
          <MoreButton query={certain.query} />
          <MoreButton query={likely.query} />
        </Card>
      )}
    </Stack>
  );
}

type PairProps = { line: Line; chosen: boolean; onChoose: (on: boolean) => void };

function Pair({ line, chosen, onChoose }: PairProps) {
  const label = useLabels('console.statements');
  if (!line.payment) return null;
  return (
    <Stack
      component="label"
      direction="row"
      sx={{ borderTop: 1, borderColor: 'divider', px: 1, py: 1.25, gap: 1, alignItems: 'center', cursor: 'pointer' }}
    >
      <Checkbox checked={chosen} onChange={(_, on) => onChoose(on)} />
      <Box
        sx={{
          flex: 1,
          minWidth: 0,
          display: 'grid',
          gap: { xs: 0.75, md: 2 },
          alignItems: 'center',
          gridTemplateColumns: { xs: 'minmax(0,1fr)', md: 'minmax(0,1fr) auto minmax(0,1fr) 170px' },
        }}
      >
        <LineText line={line} />
        <ArrowIcon color="disabled" fontSize="small" sx={{ display: { xs: 'none', md: 'block' } }} />
        <PaymentLink payment={line.payment} />
        <Box>
          <StateChip
            tone={line.certainty === 'certain' ? 'good' : 'warning'}
            label={label(`certainty.${line.certainty}`)}
          />
          {line.because && <Caption component="div">{label(`because.${line.because}`, { _: line.because })}</Caption>}
        </Box>
      </Box>
    </Stack>
  );
}

function Outcome({ outcome }: { outcome: Confirmed }) {
  const label = useLabels('console.statements');
  const refused = outcome.results.filter((result) => !result.ok);
  const second = outcome.results.filter((result) => result.ok && result.needsSecond).length;
  return (
    <Alert severity={refused.length > 0 ? 'warning' : 'success'} role="status">
      {label('confirmed', { smart_count: outcome.done })}
      {second > 0 && ` ${label('confirmed_second', { smart_count: second })}`}
      {refused.map((result) => (
        <div key={result.lineId}>{result.message}</div>
      ))}
    </Alert>
  );
}
