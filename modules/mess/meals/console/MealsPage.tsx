import { Alert, Button, Card, Stack, Switch, TextField } from '@mui/material';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNotify, useTranslate } from 'react-admin';
import {
  Caption,
  Columns,
  Loaded,
  Page,
  request,
  useCan,
  useForm,
  useLabels,
  useSave,
  useSession,
} from '../../../../kernel/ui/index.ts';
import { MEAL_CODES, type MealCode } from '../slot.rule.ts';
import type { Meal } from './useMeals.ts';

const LABELS = 'console.mess.meal';

/** The four meals and when each is served. */
export default function MealsPage() {
  const label = useLabels(LABELS);
  const { organization } = useSession();
  const [saved, setSaved] = useState(0);
  const query = useQuery({
    queryKey: ['mess', 'meals', organization.id, 'form'],
    queryFn: () => request<Meal[]>('/mess/meals'),
  });
  return (
    <Page title={label('many')} subtitle={label('text')} width={760}>
      <Loaded query={query} height={360}>
        {({ data, version }) => (
          <Fields key={saved} meals={data} version={version} onSaved={() => setSaved(saved + 1)} />
        )}
      </Loaded>
    </Page>
  );
}

/** The defaults of a hostel that has set nothing yet. */
const USUAL: Record<MealCode, [string, string]> = {
  breakfast: ['07:30', '09:30'],
  lunch: ['12:00', '14:30'],
  snacks: ['16:30', '18:00'],
  dinner: ['19:30', '22:00'],
};
type Part = 'name' | 'starts' | 'ends' | 'active';
const field = (code: MealCode, part: Part) => `${code}.${part}`;

type Times = { name: string; starts: string; ends: string; active: boolean };

type Props = { meals: Meal[]; version: string | undefined; onSaved: () => void };

function Fields({ onSaved, ...now }: Props) {
  // The values when the form opened, unaffected by live updates.
  const [{ meals, version }] = useState(now);
  const translate = useTranslate();
  const label = useLabels(LABELS);
  const notify = useNotify();
  const cache = useQueryClient();
  const can = useCan();
  const { save, dialog } = useSave();
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
    const timesOf = (code: MealCode): Times => ({
      name: of(code, 'name').trim(),
      starts: of(code, 'starts'),
      ends: of(code, 'ends'),
      active: of(code, 'active') === 'true',
    });
    const before = meals.map(({ code, name, starts, ends, active }) => [code, { name, starts, ends, active }] as const);
    await save<Meal[], Record<string, Times>>({
      path: '/mess/meals',
      method: 'put',
      version,
      before: Object.fromEntries(before),
      after: Object.fromEntries(wanted.map((code) => [code, timesOf(code)])),
      label: (code) => label(`code.${code}`),
      show: (_, value) => timesText(value as Times | null),
      body: (changed) => ({ meals: Object.entries(changed).map(([code, times]) => ({ code, ...times })) }),
    });
    notify('console.saved', { type: 'success' });
    await cache.invalidateQueries({ queryKey: ['mess', 'meals'] });
    onSaved();
  });
  return (
    <Stack component="form" onSubmit={form.submit} noValidate sx={{ gap: 1.5 }}>
      {dialog}
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

const timesText = (times: Times | null) =>
  times?.active ? `${times.name} ${times.starts}–${times.ends}` : (times?.name ?? '–');

function OneMeal({ code, form }: { code: MealCode; form: ReturnType<typeof useForm<Record<string, string>>> }) {
  const label = useLabels(LABELS);
  const value = (part: Part) => form.values[field(code, part)] ?? '';
  const active = value('active') === 'true';
  const time = { type: 'time', disabled: !active, slotProps: { inputLabel: { shrink: true } } } as const;
  const late = active && value('ends') < value('starts');
  return (
    <Card sx={{ p: 2 }}>
      <Columns of="auto 1fr 130px 130px" from="sm" below="1fr 1fr" gap={1.5} sx={{ alignItems: 'center' }}>
        <Switch
          checked={active}
          onChange={(_, on) => form.set(field(code, 'active'), String(on))}
          slotProps={{ input: { 'aria-label': label(`code.${code}`) } }}
        />
        <TextField label={label('name')} {...form.bind(field(code, 'name'))} disabled={!active} />
        <TextField label={label('starts')} {...form.bind(field(code, 'starts'))} {...time} />
        <TextField label={label('ends')} {...form.bind(field(code, 'ends'))} {...time} />
      </Columns>
      {late && (
        <Caption component="div" sx={{ mt: 1 }}>
          {label('past_midnight')}
        </Caption>
      )}
    </Card>
  );
}
