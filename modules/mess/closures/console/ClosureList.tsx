import { Button, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import {
  AddButton,
  api,
  byChoice,
  type Column,
  Page,
  ResourceList,
  RowCard,
  StateChip,
  useCan,
  useConfirm,
  useFormat,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import { useToday } from '../../calendar/console/useToday.ts';
import { useMeals } from '../../meals/console/useMeals.ts';
import { type Closure, ClosureDialog, ShortenDialog } from './dialogs.tsx';

const LABELS = 'console.mess.closure';

const TONES = { coming: 'busy', now: 'warning', over: 'neutral', cancelled: 'neutral' } as const;

/** Days without one meal or without any. */
export default function ClosureList() {
  const translate = useTranslate();
  const label = useLabels(LABELS);
  const can = useCan();
  const [adding, setAdding] = useState(false);
  const [ending, setEnding] = useState<Closure | null>(null);
  const { columns, card, dialog } = useRows(setEnding);
  const add = can('mess.manage') && <AddButton label={label('new')} onClick={() => setAdding(true)} />;
  return (
    <Page title={label('many')} subtitle={label('text')} actions={add}>
      <ResourceList<Closure>
        resource="mess/closures"
        live={['mess.closure']}
        columns={columns}
        card={card}
        filters={[
          byChoice('cancelled', label('stateField'), ['false', 'true'], (id) =>
            label(id === 'true' ? 'state.cancelled' : 'standing'),
          ),
          { kind: 'day', source: 'on', label: label('on') },
          { kind: 'day', source: 'from', label: translate('console.list.from') },
          { kind: 'day', source: 'to', label: translate('console.list.to') },
        ]}
        empty={{ title: label('none'), text: label('none_text'), action: add }}
      />
      {adding && <ClosureDialog onClose={() => setAdding(false)} />}
      {ending && <ShortenDialog closure={ending} onClose={() => setEnding(null)} />}
      {dialog}
    </Page>
  );
}

function useRows(onEnd: (closure: Closure) => void) {
  const label = useLabels(LABELS);
  const format = useFormat();
  const can = useCan();
  const today = useToday();
  const { ask, dialog } = useConfirm();
  const meals = useMeals().data ?? [];
  const days = ({ from, to }: Closure) => (from === to ? format.day(from) : `${format.day(from)} – ${format.day(to)}`);
  const what = ({ meal }: Closure) => (meal ? (meals.find(({ code }) => code === meal)?.name ?? meal) : label('all'));
  const stateOf = (closure: Closure) => {
    if (closure.cancelledAt) return 'cancelled';
    if (closure.from > today) return 'coming';
    return closure.to < today ? 'over' : 'now';
  };
  const state = (closure: Closure) => (
    <StateChip tone={TONES[stateOf(closure)]} label={label(`state.${stateOf(closure)}`)} />
  );
  const takeBack = (closure: Closure) =>
    ask({
      title: label('cancel_title', { days: days(closure) }),
      text: label('cancel_text'),
      confirm: label('cancel'),
      act: () => api.post(`/mess/closures/${closure.id}/cancel`),
      done: 'console.mess.closure.cancelled',
    });
  const longer = ({ cancelledAt, from, to }: Closure) => !cancelledAt && from !== to && to > today;
  const button = (text: string, onClick: () => void) => (
    <Button size="small" variant="outlined" onClick={onClick}>
      {text}
    </Button>
  );
  const actions = (closure: Closure) => (
    <Stack direction="row" sx={{ gap: 0.75, justifyContent: { sm: 'flex-end' } }}>
      {longer(closure) && can('mess.manage') && button(label('shorten'), () => onEnd(closure))}
      {stateOf(closure) === 'coming' && can('mess.manage') && button(label('cancel'), () => takeBack(closure))}
    </Stack>
  );
  const bold = (closure: Closure) => <b style={{ fontWeight: 600 }}>{days(closure)}</b>;
  const made = ({ createdAt, createdBy }: Closure) => `${format.dateTime(createdAt)} · ${createdBy}`;
  const columns: Column<Closure>[] = [
    { key: 'days', label: label('days'), nowrap: true, render: bold },
    { key: 'meal', label: label('meal'), nowrap: true, render: what },
    { key: 'reason', label: label('reason'), render: (one) => one.reason },
    { key: 'state', label: label('stateField'), render: state },
    { key: 'made', label: label('createdAt'), from: 'lg', render: made },
    { key: 'actions', label: '', align: 'right', render: actions },
  ];
  const card = (closure: Closure) => (
    <RowCard title={`${days(closure)} · ${what(closure)}`} right={state(closure)}>
      <Typography variant="body2">{closure.reason}</Typography>
      {actions(closure)}
    </RowCard>
  );
  return { columns, card, dialog };
}
