import { Alert, Box, Button, Card, Skeleton, Stack, Switch, TextField, Typography } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { useNotify, useTranslate } from 'react-admin';
import { api, ErrorNote, Page, useCan, useForm } from '../../../../kernel/ui/index.ts';
import { MEAL_CODES, type MealCode } from '../../contract.ts';
import type { Meal } from '../types.ts';
import { useMeals } from '../useMess.ts';

/** The four meals and when each is served. */
export default function MealsPage() {
  const translate = useTranslate();
  const query = useMeals();
  const label = (name: string) => translate(`console.mess.meal.${name}`);
  return (
    <Page title={label('many')} subtitle={label('text')} width={760}>
      {query.isPending && <Skeleton variant="rounded" height={360} />}
      {query.error && <ErrorNote error={query.error} />}
      {query.data && <Fields meals={query.data} />}
    </Page>
  );
}

/** Where a hostel begins that has set nothing yet. */
const USUAL: Record<MealCode, [string, string]> = {
  breakfast: ['07:30', '09:30'],
  lunch: ['12:00', '14:30'],
  snacks: ['16:30', '18:00'],
  dinner: ['19:30', '22:00'],
};
type Part = 'name' | 'starts' | 'ends' | 'active';
const field = (code: MealCode, part: Part) => `${code}.${part}`;

function Fields({ meals }: { meals: Meal[] }) {
  const translate = useTranslate();
  const notify = useNotify();
  const cache = useQueryClient();
  const can = useCan();
  const label = (name: string) => translate(`console.mess.meal.${name}`);
  const initial: Record<string, string> = {};
  for (const code of MEAL_CODES) {
    const meal = meals.find((one) => one.code === code);
    initial[field(code, 'name')] = meal?.name ?? label(`code.${code}`);
    initial[field(code, 'starts')] = meal?.starts ?? USUAL[code][0];
    initial[field(code, 'ends')] = meal?.ends ?? USUAL[code][1];
    initial[field(code, 'active')] = String(meal?.active ?? false);
  }
  const form = useForm(initial, async (values) => {
    const of = (code: MealCode, part: Part) => values[field(code, part)] ?? '';
    // A meal that was never set and is off stays unset.
    const wanted = MEAL_CODES.filter((code) => of(code, 'active') === 'true' || meals.some((one) => one.code === code));
    await api.put('/mess/meals', {
      meals: wanted.map((code) => ({
        code,
        name: of(code, 'name').trim(),
        starts: of(code, 'starts'),
        ends: of(code, 'ends'),
        active: of(code, 'active') === 'true',
      })),
    });
    notify('console.saved', { type: 'success' });
    await cache.invalidateQueries({ queryKey: ['mess', 'meals'] });
  });
  return (
    <Stack component="form" onSubmit={form.submit} noValidate sx={{ gap: 1.5 }}>
      {form.message && <Alert severity="error">{form.message}</Alert>}
      {MEAL_CODES.map((code) => (
        <OneMeal key={code} code={code} form={form} />
      ))}
      <Stack direction="row" sx={{ justifyContent: 'flex-end' }}>
        <Button type="submit" variant="contained" disabled={form.busy || !can('mess.manage')}>
          {translate('ra.action.save')}
        </Button>
      </Stack>
    </Stack>
  );
}

function OneMeal({ code, form }: { code: MealCode; form: ReturnType<typeof useForm<Record<string, string>>> }) {
  const translate = useTranslate();
  const label = (name: string) => translate(`console.mess.meal.${name}`);
  const value = (part: Part) => form.values[field(code, part)] ?? '';
  const active = value('active') === 'true';
  const time = { type: 'time', disabled: !active, slotProps: { inputLabel: { shrink: true } } } as const;
  const late = active && value('ends') < value('starts');
  return (
    <Card sx={{ p: 2 }}>
      <Box
        sx={{
          display: 'grid',
          gap: 1.5,
          alignItems: 'center',
          gridTemplateColumns: { xs: '1fr 1fr', sm: 'auto minmax(0,1fr) 130px 130px' },
        }}
      >
        <Switch
          checked={active}
          onChange={(_, on) => form.set(field(code, 'active'), String(on))}
          slotProps={{ input: { 'aria-label': label(`code.${code}`) } }}
        />
        <TextField label={label('name')} {...form.bind(field(code, 'name'))} disabled={!active} />
        <TextField label={label('starts')} {...form.bind(field(code, 'starts'))} {...time} />
        <TextField label={label('ends')} {...form.bind(field(code, 'ends'))} {...time} />
      </Box>
      {late && (
        <Typography variant="caption" color="textSecondary" component="div" sx={{ mt: 1 }}>
          {label('past_midnight')}
        </Typography>
      )}
    </Card>
  );
}
