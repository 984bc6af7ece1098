import { Button } from '@mui/material';
import { useTranslate } from 'react-admin';
import {
  api,
  byChoice,
  type Camelized,
  type Column,
  Page,
  ResourceList,
  RowCard,
  StateChip,
  useAction,
  useCan,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import { type Note as Answer, NOTE_STATES } from '../contract.ts';

type Note = Camelized<Answer>;

const TONES = { open: 'busy', done: 'good', closed: 'neutral' } as const;

export default function NoteList() {
  const label = useLabels('console.sample.note');
  const state = (note: Note) => <StateChip tone={TONES[note.state]} label={label(note.state)} />;
  const columns: Column<Note>[] = [
    { key: 'text', label: label('text'), render: (note) => note.text },
    { key: 'author', label: label('author'), from: 'md', render: (note) => note.author },
    { key: 'createdAt', label: label('createdAt'), time: (note) => note.createdAt },
    { key: 'state', label: label('state'), render: state },
    { key: 'done', label: '', render: (note) => <Done note={note} /> },
  ];
  return (
    <Page title={label('many')}>
      <ResourceList<Note>
        live={['sample.note']}
        resource="sample/notes"
        columns={columns}
        card={(note) => (
          <RowCard title={note.text} note={note.author} right={state(note)}>
            <Done note={note} />
          </RowCard>
        )}
        filters={[byChoice('state', label('state'), NOTE_STATES, label)]}
        empty={{ title: label('none'), text: label('none_text') }}
      />
    </Page>
  );
}

function Done({ note }: { note: Note }) {
  const translate = useTranslate();
  const can = useCan();
  const { busy, run } = useAction();
  if (note.state !== 'open' || !can('sample.write')) return null;
  const done = () => run(() => api.post(`/sample/notes/${note.id}/done`), { done: 'console.saved' });
  return (
    <Button size="small" disabled={busy} onClick={done}>
      {translate('console.sample.note.set_done')}
    </Button>
  );
}
