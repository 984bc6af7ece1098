import AddIcon from '@mui/icons-material/Add';
import { Button, Stack, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { useRefresh, useTranslate } from 'react-admin';
import {
  api,
  type Camelized,
  type Column,
  FormDialog,
  Page,
  ResourceList,
  useCan,
  useForm,
  useFormat,
} from '../../../../kernel/ui/index.ts';
import type { Package as Answer } from '../contract.ts';

type Package = Camelized<Answer>;

export default function PackageList() {
  const translate = useTranslate();
  const format = useFormat();
  const can = useCan();
  const [adding, setAdding] = useState(false);
  const label = (name: string) => translate(`console.coffee.package.${name}`);
  const recipes = (pack: Package) => pack.recipes.map(({ name, version }) => `${name} ${version}`).join(', ');
  const columns: Column<Package>[] = [
    { key: 'number', label: label('number'), nowrap: true, render: ({ number }) => number },
    { key: 'name', label: label('name'), render: ({ name }) => name },
    { key: 'recipes', label: label('recipes'), from: 'md', render: recipes },
    { key: 'machines', label: label('machines'), align: 'right', render: ({ machines }) => machines },
    { key: 'note', label: label('note'), from: 'lg', render: ({ note }) => note },
    {
      key: 'made',
      label: label('made'),
      from: 'md',
      nowrap: true,
      render: ({ createdAt, by }) => `${format.dateTime(createdAt)}, ${by}`,
    },
  ];
  const add = can('coffee.manage') && (
    <Button variant="contained" startIcon={<AddIcon />} onClick={() => setAdding(true)}>
      {label('add')}
    </Button>
  );
  return (
    <Page title={label('many')} actions={add}>
      <ResourceList<Package>
        live={['coffee.package', 'coffee.machine']}
        resource="coffee/packages"
        columns={columns}
        card={(pack) => (
          <Stack>
            <Typography sx={{ fontWeight: 600 }}>
              {pack.number} · {pack.name}
            </Typography>
            <Typography variant="caption" color="textSecondary">
              {recipes(pack)}
            </Typography>
          </Stack>
        )}
        empty={{ title: label('none'), text: label('none_text'), action: add }}
      />
      {adding && <NewPackage onClose={() => setAdding(false)} />}
    </Page>
  );
}

function NewPackage({ onClose }: { onClose: () => void }) {
  const translate = useTranslate();
  const refresh = useRefresh();
  const label = (name: string) => translate(`console.coffee.package.${name}`);
  const form = useForm({ name: '', note: '' }, async (values, idempotencyKey) => {
    await api.post('/coffee/packages', values, { idempotencyKey });
    refresh();
    onClose();
  });
  return (
    <FormDialog title={label('add')} text={label('add_text')} confirm={label('add')} form={form} onClose={onClose}>
      <TextField
        label={label('name')}
        {...form.bind('name')}
        slotProps={{ htmlInput: { maxLength: 120 } }}
        required
        autoFocus
      />
      <TextField label={label('note')} {...form.bind('note')} slotProps={{ htmlInput: { maxLength: 500 } }} />
    </FormDialog>
  );
}
