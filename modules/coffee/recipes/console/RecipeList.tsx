import AddIcon from '@mui/icons-material/Add';
import {
  Alert,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  Stack,
  TextField,
  Typography,
} from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import {
  api,
  type Camelized,
  type Column,
  Page,
  ResourceList,
  StateChip,
  useCan,
  useForm,
  useFormat,
} from '../../../../kernel/ui/index.ts';
import type { Recipe as Answer } from '../contract.ts';
import { SchemaForm } from './SchemaForm.tsx';
import { SCHEMA, useMaterialChoices } from './useRecipeSchema.ts';

type Recipe = Camelized<Answer>;

export default function RecipeList() {
  const translate = useTranslate();
  const format = useFormat();
  const can = useCan();
  const [adding, setAdding] = useState(false);
  const label = (name: string) => translate(`console.coffee.recipe.${name}`);
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
  const add = can('coffee.manage') && (
    <Button variant="contained" startIcon={<AddIcon />} onClick={() => setAdding(true)}>
      {label('add')}
    </Button>
  );
  return (
    <Page title={label('many')} actions={add}>
      <ResourceList<Recipe>
        href={({ id }) => `/coffee/recipes/${id}`}
        live={['coffee.recipe']}
        resource="coffee/recipes"
        columns={columns}
        card={(recipe) => (
          <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1 }}>
            <Stack sx={{ minWidth: 0 }}>
              <Typography sx={{ fontWeight: 600 }}>{recipe.name}</Typography>
              <Typography variant="caption" color="textSecondary">
                {translate('console.coffee.recipe.version_n', { version: recipe.newest })} · {parts(recipe)}
              </Typography>
            </Stack>
            {state(recipe)}
          </Stack>
        )}
        searchLabel={label('search')}
        empty={{ title: label('none'), text: label('none_text'), action: add }}
      />
      {adding && <NewRecipe onClose={() => setAdding(false)} />}
    </Page>
  );
}

function NewRecipe({ onClose }: { onClose: () => void }) {
  const translate = useTranslate();
  const navigate = useNavigate();
  const choices = useMaterialChoices();
  const label = (name: string) => translate(`console.coffee.recipe.${name}`);
  const [body, setBody] = useState<unknown>({ temperature: 93, cup_ml: 180, ingredients: [{}] });
  const form = useForm({ code: '', name: '' }, async (values, idempotencyKey) => {
    const made = await api.post<Recipe>('/coffee/recipes', { ...values, body }, { idempotencyKey });
    navigate(`/coffee/recipes/${made.id}`);
  });
  return (
    <Dialog open onClose={form.leave(onClose)} maxWidth="sm" fullWidth>
      <form onSubmit={form.submit} noValidate>
        <DialogTitle>{label('add')}</DialogTitle>
        <DialogContent>
          <Stack sx={{ gap: 2, mt: 1 }}>
            {form.message && <Alert severity="error">{form.message}</Alert>}
            <TextField label={label('code')} {...form.bind('code')} size="small" autoFocus />
            <TextField label={label('name')} {...form.bind('name')} size="small" />
            <SchemaForm
              schema={SCHEMA}
              name="form"
              value={body}
              choices={choices}
              disabled={false}
              onChange={setBody}
            />
          </Stack>
        </DialogContent>
        <DialogActions>
          <Button color="inherit" onClick={form.leave(onClose)}>
            {translate('ra.action.cancel')}
          </Button>
          <Button type="submit" variant="contained" disabled={form.busy}>
            {translate('ra.action.save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
