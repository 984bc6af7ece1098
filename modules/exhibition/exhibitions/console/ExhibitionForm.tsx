import {
  Alert,
  Box,
  Button,
  FormControlLabel,
  FormHelperText,
  MenuItem,
  Skeleton,
  Stack,
  Switch,
  TextField,
} from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNotify, useRefresh, useTranslate } from 'react-admin';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router-dom';
import { typedNumber } from '../../../../kernel/lib/numbers.ts';
import {
  api,
  ErrorNote,
  History,
  Page,
  Panel,
  useCan,
  useForm,
  useSave,
  useSession,
  type Versioned,
} from '../../../../kernel/ui/index.ts';
import { prefixFor, STATES } from '../contract.ts';
import type { Exhibition } from './types.ts';

const LIST = '/exhibition/exhibitions';

/** A new exhibition, or an existing one with its history. */
export default function ExhibitionForm() {
  const { id } = useParams();
  const translate = useTranslate();
  const { organization } = useSession();
  const query = useQuery({
    queryKey: ['exhibition', organization.id, id],
    queryFn: () => api.get<Exhibition>(`${LIST}/${id}`),
    enabled: id !== undefined,
  });
  const title = id ? (query.data?.name ?? '') : translate('console.exhibition.exhibition.new');
  return (
    <Page
      title={title}
      back={LIST}
      width={720}
      actions={
        id && (
          <>
            <Button variant="outlined" component={Link} to={`${LIST}/${id}/form`}>
              {translate('console.exhibition.form.title')}
            </Button>
            <Button variant="outlined" component={Link} to={`${LIST}/${id}/entrance`}>
              {translate('console.exhibition.entrance.title')}
            </Button>
          </>
        )
      }
    >
      {id && query.isPending && <Skeleton variant="rounded" height={300} />}
      {query.error && <ErrorNote error={query.error} />}
      {(!id || query.data) && (
        <Stack sx={{ gap: 2.5 }}>
          <Fields key={id} exhibition={query.data} />
          {id && (
            <Panel title={translate('console.audit.history')}>
              <History subjectType="exhibition.exhibition" subjectId={id} />
            </Panel>
          )}
        </Stack>
      )}
    </Page>
  );
}

/** A switch that is on, in a form of texts. */
const YES = 'yes';

/** An empty field is none at all. */
const orNull = ({ enterAgain, ...values }: Record<string, string>) => ({
  ...Object.fromEntries(
    Object.entries(values).map(([name, value]): [string, string | null] => [name, value.trim() || null]),
  ),
  enterAgain: enterAgain === YES,
});

function Fields({ exhibition }: { exhibition?: Exhibition & Versioned }) {
  const translate = useTranslate();
  const navigate = useNavigate();
  const notify = useNotify();
  const refresh = useRefresh();
  const can = useCan();
  const { organization } = useSession();
  // The first one, from the Start page, is usually named as the organization, and begins today.
  const [search] = useSearchParams();
  const first = !exhibition && search.has('first');
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: organization.timeZone }).format(new Date());
  const name = exhibition?.name ?? (first ? organization.name : '');
  const startsOn = exhibition?.startsOn ?? (first ? today : '');
  // The values when the form opened, whatever changes afterwards.
  const [version] = useState(exhibition?.version);
  const [initial] = useState({
    name,
    place: exhibition?.place ?? '',
    prefix: exhibition?.prefix ?? prefixFor(name, startsOn),
    currency: exhibition?.currency ?? organization.currency,
    startsOn,
    endsOn: exhibition?.endsOn ?? startsOn,
    taxLabel: exhibition?.taxLabel ?? '',
    taxPercent: exhibition?.taxPercent ?? '',
    supplyState: exhibition?.supplyState ?? '',
    enterAgain: (exhibition?.enterAgain ?? true) ? YES : '',
  });
  const { save, dialog } = useSave();
  const label = (name: string) => translate(`console.exhibition.exhibition.${name}`);
  const form = useForm(initial, async (values, idempotencyKey) => {
    // An empty field is left out when new and emptied when changed.
    const typed = { ...values, taxPercent: typedNumber(values.taxPercent, 2, organization) };
    const filled = Object.entries(orNull(typed));
    const body = Object.fromEntries(filled.filter(([, value]) => exhibition || value !== null));
    const path = `${LIST}/${exhibition?.id}`;
    if (exhibition) await save({ path, version, before: orNull(initial), after: body, label });
    else await api.post(LIST, body, { idempotencyKey });
    notify('console.saved', { type: 'success' });
    refresh();
    navigate(LIST);
  });
  const bind = (name: keyof typeof initial, help?: string) => {
    const { helperText, ...rest } = form.bind(name);
    return { ...rest, label: label(name), helperText: helperText ?? help };
  };
  /** A new one's prefix follows its name and first day until somebody writes another. */
  const leads = (name: 'name' | 'startsOn') => ({
    ...bind(name),
    onChange: ({ target: { value } }: { target: { value: string } }) => {
      const { name: title, startsOn: day, prefix } = form.values;
      const after = { name: title, startsOn: day, [name]: value };
      if (!exhibition && prefix === prefixFor(title, day)) form.set('prefix', prefixFor(after.name, after.startsOn));
      form.set(name, value);
    },
  });
  return (
    <Panel>
      {dialog}
      <Stack component="form" onSubmit={form.submit} noValidate sx={{ gap: 2 }}>
        {form.message && <Alert severity="error">{form.message}</Alert>}
        <TextField {...leads('name')} autoFocus={!exhibition} slotProps={{ htmlInput: { maxLength: 255 } }} />
        <TextField {...bind('place')} />
        <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' } }}>
          <TextField {...leads('startsOn')} type="date" slotProps={{ inputLabel: { shrink: true } }} />
          <TextField {...bind('endsOn')} type="date" slotProps={{ inputLabel: { shrink: true } }} />
          <TextField {...bind('prefix', label('prefix_help'))} />
          <TextField {...bind('taxLabel', label('tax_help'))} />
          <TextField {...bind('taxPercent')} slotProps={{ htmlInput: { inputMode: 'decimal' } }} />
          {organization.country === 'IN' && (
            <TextField {...bind('supplyState', label('supply_state_help'))} select>
              <MenuItem value="">—</MenuItem>
              {Object.entries(STATES).map(([code, state]) => (
                <MenuItem key={code} value={code}>{`${code} ${state}`}</MenuItem>
              ))}
            </TextField>
          )}
          <TextField
            {...bind('currency', label('currency_help'))}
            slotProps={{ htmlInput: { maxLength: 3, style: { textTransform: 'uppercase' } } }}
          />
        </Box>
        <Box>
          <FormControlLabel
            control={
              <Switch
                checked={form.values.enterAgain === YES}
                onChange={(_, on) => form.set('enterAgain', on ? YES : '')}
                name="enterAgain"
              />
            }
            label={label('enterAgain')}
          />
          <FormHelperText>{label('enter_again_help')}</FormHelperText>
        </Box>
        <Stack direction="row" sx={{ gap: 1, justifyContent: 'flex-end' }}>
          <Button color="inherit" onClick={() => navigate(LIST)}>
            {translate('ra.action.cancel')}
          </Button>
          <Button type="submit" variant="contained" disabled={form.busy || !can('exhibition.manage')}>
            {translate('ra.action.save')}
          </Button>
        </Stack>
      </Stack>
    </Panel>
  );
}
