import { Alert, Box, Button, Stack, Table, TableBody, TableCell, TableRow, TextField, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useParams, useSearchParams } from 'react-router-dom';
import {
  api,
  type Camelized,
  Caption,
  Columns,
  ErrorNote,
  Loaded,
  Page,
  Panel,
  StateChip,
  useAction,
  useCan,
  useForm,
  useFormat,
  useGet,
  useLabels,
  useLive,
  useSession,
} from '../../../../kernel/ui/index.ts';
import type { Diff, Recipe as RecipeAnswer, RecipeVersion } from '../contract.ts';
import { SchemaForm } from './SchemaForm.tsx';
import { SCHEMA, useMaterialChoices, withSchemaNames } from './useRecipeSchema.ts';

const LABELS = 'console.coffee.recipe';

type Recipe = Camelized<RecipeAnswer>;
type Version = Camelized<RecipeVersion>;

/** A recipe: its form, its versions, and what changed between two of them. The compared version is in the URL. */
export default function RecipePage() {
  const { id = '' } = useParams();
  const can = useCan();
  const { organization } = useSession();
  const { busy, run } = useAction();
  const label = useLabels(LABELS);
  const path = `/coffee/recipes/${id}`;
  const query = useQuery({
    queryKey: ['coffee', 'recipe', organization.id, id],
    queryFn: async () => {
      const [recipe, versions] = await Promise.all([api.get<Recipe>(path), api.get<Version[]>(`${path}/versions`)]);
      return { recipe, versions };
    },
  });
  useLive(['coffee.recipe'], () => query.refetch());
  const recipe = query.data?.recipe;
  const toggle = () =>
    run(() => api.patch(path, { active: !recipe?.active }), { done: 'console.saved' }).then(() => query.refetch());
  return (
    <Page
      title={recipe?.name ?? label('one')}
      subtitle={recipe && `${recipe.code} · ${label('version_n', { version: recipe.newest })}`}
      back="/coffee/recipes"
      actions={
        recipe &&
        can('coffee.manage') && (
          <Button disabled={busy} onClick={toggle}>
            {label(recipe.active ? 'take_out' : 'take_in')}
          </Button>
        )
      }
    >
      <Loaded query={query}>
        {({ recipe, versions }) => (
          <Columns of="3fr 2fr" sx={{ alignItems: 'start' }}>
            <VersionForm key={recipe.newest} recipe={recipe} onSaved={() => void query.refetch()} />
            <Versions recipe={recipe} versions={versions} />
          </Columns>
        )}
      </Loaded>
    </Page>
  );
}

function VersionForm({ recipe, onSaved }: { recipe: Recipe; onSaved: () => void }) {
  const can = useCan();
  const choices = useMaterialChoices();
  const label = useLabels(LABELS);
  const [body, setBody] = useState<unknown>(() => withSchemaNames(recipe.body));
  const may = can('coffee.manage');
  const send = async ({ note }: { note: string }, idempotencyKey: string) => {
    const version = { based_on: recipe.newest, body, note };
    await api.post(`/coffee/recipes/${recipe.id}/versions`, version, { idempotencyKey });
    onSaved();
  };
  const form = useForm({ note: '' }, send, LABELS);
  return (
    <Panel title={label('form')} actions={!recipe.active && <StateChip tone="neutral" label={label('not_in_use')} />}>
      <form onSubmit={form.submit} noValidate>
        <Stack sx={{ gap: 2.5 }}>
          <SchemaForm schema={SCHEMA} name="form" value={body} choices={choices} disabled={!may} onChange={setBody} />
          {form.message && <Alert severity="error">{form.message}</Alert>}
          {may && (
            <>
              <TextField {...form.bind('note', { maxLength: 500 })} label={label('what_changed')} size="small" />
              <Button type="submit" variant="contained" disabled={form.busy} sx={{ alignSelf: 'start' }}>
                {label('save_version', { version: recipe.newest + 1 })}
              </Button>
            </>
          )}
        </Stack>
      </form>
    </Panel>
  );
}

function Versions({ recipe, versions }: { recipe: Recipe; versions: Version[] }) {
  const format = useFormat();
  const [search, setSearch] = useSearchParams();
  const label = useLabels(LABELS);
  const to = Number(search.get('version')) || recipe.newest;
  const from = to - 1;
  const diff = useGet<Camelized<Diff>>(`/coffee/recipes/${recipe.id}/diff`, { from, to }, { enabled: from > 0 });
  // A version of another recipe in the address leads nowhere.
  useEffect(() => {
    if (to > recipe.newest) setSearch({}, { replace: true });
  }, [to, recipe.newest, setSearch]);
  const leaf = (value: unknown) => (value === null ? <em>{label('was_not')}</em> : String(value));
  return (
    <Stack sx={{ gap: 2.5, minWidth: 0 }}>
      <Panel title={label('versions')}>
        <Stack sx={{ gap: 1 }}>
          {versions.map(({ version, note, by, createdAt }) => (
            <Box key={version}>
              <Button
                size="small"
                variant={version === to ? 'contained' : 'text'}
                onClick={() => setSearch({ version: String(version) }, { replace: true })}
              >
                {label('version_n', { version })}
              </Button>
              <Caption component="div">
                {label('by', { name: by, when: format.dateTime(createdAt) })}
                {note && ` · ${note}`}
              </Caption>
            </Box>
          ))}
        </Stack>
      </Panel>
      {from > 0 && (
        <Panel title={label('diff', { from, to })} padded={false}>
          {diff.error && <ErrorNote error={diff.error} onRetry={() => diff.refetch()} />}
          <Table size="small">
            <TableBody>
              {diff.data?.changes.map(({ path, before, after }) => (
                <TableRow key={path}>
                  <TableCell sx={{ overflowWrap: 'anywhere' }}>{path}</TableCell>
                  <TableCell sx={{ color: 'error.main' }}>{leaf(before)}</TableCell>
                  <TableCell sx={{ color: 'success.main' }}>{leaf(after)}</TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
          {diff.data?.changes.length === 0 && <Typography sx={{ p: 2 }}>{label('no_diff')}</Typography>}
        </Panel>
      )}
    </Stack>
  );
}
