import { useState } from 'react';
import {
  AddButton,
  type Column,
  Page,
  ResourceList,
  RowCard,
  StateChip,
  useCan,
  useFormat,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import { Progress } from './Progress.tsx';
import { type Rollout, TONES } from './rollout.ts';
import { StartDialog } from './StartDialog.tsx';

/** Packages on their way to machines, and how far each is. */
export default function RolloutList() {
  const format = useFormat();
  const can = useCan();
  const [starting, setStarting] = useState(false);
  const label = useLabels('console.coffee.rollout');
  const title = (rollout: Rollout) => label('title', { number: rollout.package.number, name: rollout.package.name });
  const state = (rollout: Rollout) => (
    <StateChip tone={TONES[rollout.state]} label={label(`states.${rollout.state}`)} />
  );
  const started = ({ createdAt, by }: Rollout) => `${format.dateTime(createdAt)}, ${by}`;
  const columns: Column<Rollout>[] = [
    { key: 'package', label: label('package'), render: title },
    { key: 'progress', label: label('progress'), render: (rollout) => <Progress rollout={rollout} /> },
    { key: 'started', label: label('started'), from: 'md', nowrap: true, render: started },
    { key: 'state', label: label('state'), render: state },
  ];
  const start = can('coffee.operate') && <AddButton label={label('start')} onClick={() => setStarting(true)} />;
  return (
    <Page title={label('many')} actions={start}>
      <ResourceList<Rollout>
        href={({ id }) => `/coffee/rollouts/${id}`}
        live={['coffee.rollout']}
        resource="coffee/rollouts"
        columns={columns}
        card={(rollout) => (
          <RowCard title={title(rollout)} right={state(rollout)}>
            <Progress rollout={rollout} />
          </RowCard>
        )}
        empty={{ title: label('none'), text: label('none_text'), action: start }}
      />
      {starting && <StartDialog onClose={() => setStarting(false)} />}
    </Page>
  );
}
