import { TextField } from '@mui/material';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import {
  AddButton,
  api,
  type Camelized,
  type Column,
  FormDialog,
  Page,
  ResourceList,
  RowCard,
  StateChip,
  useCan,
  useForm,
  useFormat,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import type { Recipe as Answer } from '../contract.ts';
import { SchemaForm } from './SchemaForm.tsx';
import { SCHEMA, useMaterialChoices } from './useRecipeSchema.ts';

type Recipe = Camelized<Answer>;

const LABELS = 'console.coffee.recipe';

export default function RecipeList() {
  const format = useFormat();
  const can = useCan();
  const [adding, setAdding] = useState(false);
  const label = useLabels(LABELS);
  const state = ({ active }: Recipe) => (
    <StateChip tone={active ? 'good' : 'neutral'} label={label(active ? 'in_use' : 'not_in_use')} />
  );
  const parts = ({ body }: Recipe) =>
    body.ingredients.map(({ material, quantity }) => `${quantity} ${material}`).join(', ');
  const columns: Column<Recipe>[] = [
    { key: 'name', label: label('name'), render: ({ name }) => name },
    { key: 'code', label: label('code'), nowrap: true, render: ({ code }) => code },
    { key: 'parts', label: label('field.ingredients'), from: 'lg', render: parts },
    { key: 'version', label: label('version'), align: 'right', render: ({ newest }) => newest },
    { key: 'updated', label: '', from: 'md', nowrap: true, render: ({ updatedAt }) => format.ago(updatedAt) },
    { key: 'state', label: '', render: state },
  ];
  const add = can('coffee.manage') && <AddButton label={label('add')} onClick={() => setAdding(true)} />;
  return (
    <Page title={label('many')} actions={add}>
      <ResourceList<Recipe>
        href={({ id }) => `/coffee/recipes/${id}`}
        live={['coffee.recipe']}
        resource="coffee/recipes"
        columns={columns}
        card={(recipe) => (
          <RowCard
            title={recipe.name}
            note={[label('version_n', { version: recipe.newest }), parts(recipe)]}
            right={state(recipe)}
          />
        )}
        searchLabel={label('search')}
        empty={{ title: label('none'), text: label('none_text'), action: add }}
      />
      {adding && <NewRecipe onClose={() => setAdding(false)} />}
    </Page>
  );
}

function NewRecipe({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const choices = useMaterialChoices();
  const label = useLabels(LABELS);
  const [body, setBody] = useState<unknown>({ temperature: 93, cup_ml: 180, ingredients: [{}] });
  const send = async (values: { code: string; name: string }, idempotencyKey: string) => {
    const made = await api.post<Recipe>('/coffee/recipes', { ...values, body }, { idempotencyKey });
    navigate(`/coffee/recipes/${made.id}`);
  };
  const form = useForm({ code: '', name: '' }, send, LABELS);
  return (
    <FormDialog title={label('add')} form={form} onClose={onClose} wide>
      <TextField {...form.bind('code')} size="small" autoFocus />
      <TextField {...form.bind('name')} size="small" />
      <SchemaForm schema={SCHEMA} name="form" value={body} choices={choices} disabled={false} onChange={setBody} />
    </FormDialog>
  );
}
