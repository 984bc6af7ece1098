import { Box, Button, LinearProgress, Stack } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import {
  AddButton,
  api,
  type Camelized,
  Caption,
  type Column,
  Figures,
  Page,
  ResourceList,
  RowCard,
  StateChip,
  type Tone,
  useAction,
  useCan,
  useConfirm,
  useFormat,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import { wordsOf } from '../../commands/console/command.ts';
import { STATES } from '../../commands/contract.ts';
import type { Batch as Answer } from '../contract.ts';
import { BatchDialog } from './BatchDialog.tsx';

type Batch = Camelized<Answer>;

const TONES: Record<Batch['state'], Tone> = { running: 'busy', paused: 'warning', cancelled: 'neutral', done: 'good' };

/** Commands for many machines, with how far each is. */
export default function BatchList() {
  const translate = useTranslate();
  const format = useFormat();
  const can = useCan();
  const { busy, run } = useAction();
  const { ask, dialog } = useConfirm();
  const [adding, setAdding] = useState(false);
  const label = useLabels('console.coffee.batch');
  const change = (batch: Batch, what: string) => api.post(`/coffee/batches/${batch.id}/${what}`, {});
  const counts = (batch: Batch) =>
    STATES.flatMap((state) => {
      const count = (batch.counts as Record<string, number>)[state] ?? 0;
      return count > 0 ? `${translate(`console.coffee.command.states.${state}`)}: ${format.number(count)}` : [];
    });
  const progress = (batch: Batch) => {
    const total = batch.machines - batch.leftOut;
    const ended = total - batch.open;
    const leftOut = label('left_out', { count: batch.leftOut });
    return (
      <Box sx={{ minWidth: 160 }}>
        <Figures variant="body2">
          {label('progress_of', { done: format.number(ended), total: format.number(total) })}
        </Figures>
        <LinearProgress
          variant="determinate"
          value={total === 0 ? 100 : (100 * ended) / total}
          aria-label={translate('console.progress')}
          sx={{ my: 0.5 }}
        />
        <Caption>{[...counts(batch), ...(batch.leftOut > 0 ? [leftOut] : [])].join(' · ')}</Caption>
      </Box>
    );
  };
  const cancel = (batch: Batch) =>
    ask({
      title: wordsOf(batch, translate),
      text: label('cancel_text'),
      confirm: label('cancel'),
      act: () => change(batch, 'cancel'),
      done: 'console.coffee.batch.cancelled',
    });
  const buttons = (batch: Batch) =>
    can('coffee.operate') &&
    (batch.state === 'running' || batch.state === 'paused') && (
      <Stack direction="row" sx={{ justifyContent: 'flex-end' }}>
        {(['pause', 'resume'] as const)
          .filter((what) => (what === 'pause') === (batch.state === 'running'))
          .map((what) => (
            <Button key={what} size="small" disabled={busy} onClick={() => void run(() => change(batch, what))}>
              {label(what)}
            </Button>
          ))}
        <Button size="small" color="error" onClick={() => cancel(batch)}>
          {label('cancel')}
        </Button>
      </Stack>
    );
  const state = (batch: Batch) => <StateChip tone={TONES[batch.state]} label={label(`states.${batch.state}`)} />;
  const given = ({ createdAt, by }: Batch) => `${format.dateTime(createdAt)}, ${by}`;
  const columns: Column<Batch>[] = [
    { key: 'given', label: label('given'), nowrap: true, render: given },
    { key: 'what', label: translate('console.coffee.command.what'), render: (batch) => wordsOf(batch, translate) },
    { key: 'progress', label: label('progress'), render: progress },
    { key: 'state', label: label('state'), render: state },
    { key: 'buttons', label: '', align: 'right', render: buttons },
  ];
  const add = can('coffee.operate') && <AddButton label={label('give')} onClick={() => setAdding(true)} />;
  return (
    <Page title={label('many')} actions={add}>
      <ResourceList<Batch>
        live={['coffee.batch', 'coffee.command']}
        resource="coffee/batches"
        columns={columns}
        card={(batch) => (
          <RowCard title={wordsOf(batch, translate)} right={state(batch)}>
            {progress(batch)}
            {buttons(batch)}
          </RowCard>
        )}
        empty={{ title: label('none'), text: label('none_text'), action: add }}
      />
      {adding && <BatchDialog onClose={() => setAdding(false)} />}
      {dialog}
    </Page>
  );
}
