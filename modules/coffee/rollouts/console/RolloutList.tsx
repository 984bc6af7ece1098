import AddIcon from '@mui/icons-material/Add';
import { Button, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { type Column, Page, ResourceList, StateChip, useCan, useFormat } from '../../../../kernel/ui/index.ts';
import { Progress } from './Progress.tsx';
import { type Rollout, TONES } from './rollout.ts';
import { StartDialog } from './StartDialog.tsx';

/** Packages on their way to machines, and how far each is. */
export default function RolloutList() {
  const translate = useTranslate();
  const format = useFormat();
  const can = useCan();
  const [starting, setStarting] = useState(false);
  const label = (name: string) => translate(`console.coffee.rollout.${name}`);
  const title = (rollout: Rollout) =>
    translate('console.coffee.rollout.title', { number: rollout.package.number, name: rollout.package.name });
  const state = (rollout: Rollout) => (
    <StateChip tone={TONES[rollout.state]} label={label(`states.${rollout.state}`)} />
  );
  const columns: Column<Rollout>[] = [
    { key: 'package', label: label('package'), render: title },
    { key: 'progress', label: label('progress'), render: (rollout) => <Progress rollout={rollout} /> },
    {
      key: 'started',
      label: label('started'),
      from: 'md',
      nowrap: true,
      render: ({ createdAt, by }) => `${format.dateTime(createdAt)}, ${by}`,
    },
    { key: 'state', label: label('state'), render: state },
  ];
  const start = can('coffee.operate') && (
    <Button variant="contained" startIcon={<AddIcon />} onClick={() => setStarting(true)}>
      {label('start')}
    </Button>
  );
  return (
    <Page title={label('many')} actions={start}>
      <ResourceList<Rollout>
        href={({ id }) => `/coffee/rollouts/${id}`}
        live={['coffee.rollout']}
        resource="coffee/rollouts"
        columns={columns}
        card={(rollout) => (
          <Stack sx={{ gap: 1 }}>
            <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1 }}>
              <Typography sx={{ fontWeight: 600 }}>{title(rollout)}</Typography>
              {state(rollout)}
            </Stack>
            <Progress rollout={rollout} />
          </Stack>
        )}
        empty={{ title: label('none'), text: label('none_text'), action: start }}
      />
      {starting && <StartDialog onClose={() => setStarting(false)} />}
    </Page>
  );
}
