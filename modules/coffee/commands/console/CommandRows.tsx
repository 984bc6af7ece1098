import { Button, Stack } from '@mui/material';
import { useTranslate } from 'react-admin';
import {
  api,
  Caption,
  type Column,
  dotted,
  ResourceList,
  RowCard,
  StateChip,
  useCan,
  useConfirm,
  useFormat,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import { COMMAND_STATES } from '../contract.ts';
import { type Command, TONES, wordsOf } from './command.ts';

/** What one machine was told, and what it answered. */
export function CommandRows({ machineId }: { machineId: string }) {
  const translate = useTranslate();
  const format = useFormat();
  const can = useCan();
  const { ask, dialog } = useConfirm();
  const label = useLabels('console.coffee.command');
  const takeBack = (command: Command) =>
    ask({
      title: wordsOf(command, translate),
      text: label('cancel_text'),
      confirm: label('cancel'),
      act: () => api.post(`/coffee/commands/${command.id}/cancel`, {}),
      done: 'console.coffee.command.cancelled',
    });
  const state = (command: Command) => {
    const notes = dotted([
      command.said,
      command.withdrawn && label('withdrawn'),
      command.tries > 1 && label('tries', { count: command.tries }),
    ]);
    return (
      <Stack sx={{ alignItems: 'flex-start', gap: 0.5 }}>
        <StateChip tone={TONES[command.state]} label={label(`states.${command.state}`)} />
        {notes && <Caption>{notes}</Caption>}
      </Stack>
    );
  };
  const cancel = (command: Command) =>
    can('coffee.operate') &&
    COMMAND_STATES[command.state].open &&
    !command.withdrawn && (
      <Button size="small" onClick={() => takeBack(command)}>
        {label('cancel')}
      </Button>
    );
  const columns: Column<Command>[] = [
    { key: 'given', label: label('given'), time: ({ createdAt }) => createdAt },
    { key: 'what', label: label('what'), render: (command) => wordsOf(command, translate) },
    { key: 'by', label: label('by'), from: 'md', render: ({ by }) => by },
    { key: 'state', label: label('state'), render: state },
    { key: 'cancel', label: '', align: 'right', render: cancel },
  ];
  return (
    <>
      <ResourceList<Command>
        live={['coffee.command']}
        resource="coffee/commands"
        columns={columns}
        fixed={{ machineId }}
        embedded
        perPage={10}
        card={(command) => (
          <RowCard
            title={wordsOf(command, translate)}
            note={[format.dateTime(command.createdAt), command.by]}
            right={state(command)}
          >
            <div>{cancel(command)}</div>
          </RowCard>
        )}
        empty={{ title: label('none'), text: label('none_text') }}
      />
      {dialog}
    </>
  );
}
