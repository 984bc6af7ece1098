import { TextField } from '@mui/material';
import { useState } from 'react';
import { useRefresh } from 'react-admin';
import {
  AddButton,
  api,
  type Camelized,
  type Column,
  dotted,
  FormDialog,
  Page,
  ResourceList,
  RowCard,
  useCan,
  useForm,
  useFormat,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import type { Package as Answer } from '../contract.ts';

const LABELS = 'console.coffee.package';

type Package = Camelized<Answer>;

export default function PackageList() {
  const format = useFormat();
  const can = useCan();
  const [adding, setAdding] = useState(false);
  const label = useLabels(LABELS);
  const recipes = (pack: Package) => pack.recipes.map(({ name, version }) => `${name} ${version}`).join(', ');
  const made = ({ createdAt, by }: Package) => `${format.dateTime(createdAt)}, ${by}`;
  const columns: Column<Package>[] = [
    { key: 'number', label: label('number'), nowrap: true, render: ({ number }) => number },
    { key: 'name', label: label('name'), render: ({ name }) => name },
    { key: 'recipes', label: label('recipes'), from: 'md', render: recipes },
    { key: 'machines', label: label('machines'), align: 'right', render: ({ machines }) => machines },
    { key: 'note', label: label('note'), from: 'lg', render: ({ note }) => note },
    { key: 'made', label: label('made'), from: 'md', nowrap: true, render: made },
  ];
  const add = can('coffee.manage') && <AddButton label={label('add')} onClick={() => setAdding(true)} />;
  return (
    <Page title={label('many')} actions={add}>
      <ResourceList<Package>
        live={['coffee.package', 'coffee.machine']}
        resource="coffee/packages"
        columns={columns}
        card={(pack) => <RowCard title={dotted([pack.number, pack.name])} note={recipes(pack)} />}
        empty={{ title: label('none'), text: label('none_text'), action: add }}
      />
      {adding && <NewPackage onClose={() => setAdding(false)} />}
    </Page>
  );
}

function NewPackage({ onClose }: { onClose: () => void }) {
  const refresh = useRefresh();
  const label = useLabels(LABELS);
  const send = async (values: Record<'name' | 'note', string>, idempotencyKey: string) => {
    await api.post('/coffee/packages', values, { idempotencyKey });
    refresh();
    onClose();
  };
  const form = useForm({ name: '', note: '' }, send, LABELS);
  return (
    <FormDialog title={label('add')} text={label('add_text')} confirm={label('add')} form={form} onClose={onClose}>
      <TextField {...form.bind('name', { maxLength: 120 })} required autoFocus />
      <TextField {...form.bind('note', { maxLength: 500 })} />
    </FormDialog>
  );
}
