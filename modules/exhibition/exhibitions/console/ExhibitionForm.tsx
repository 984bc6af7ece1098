import { Button, Stack, TextField } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router-dom';
import { typedNumber } from '../../../../kernel/lib/numbers.ts';
import {
  Columns,
  FormPanel,
  History,
  Loaded,
  Page,
  Panel,
  SelectField,
  SwitchField,
  useCan,
  useGet,
  useRecordForm,
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
  const query = useGet<Exhibition>(`${LIST}/${id}`, {}, { enabled: id !== undefined });
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
      {!id && <Fields />}
      {id && (
        <Loaded query={query} height={300}>
          {(exhibition) => (
            <Stack sx={{ gap: 2.5 }}>
              <Fields key={id} exhibition={exhibition} />
              <Panel title={translate('console.audit.history')}>
                <History subjectType="exhibition.exhibition" subjectId={id} />
              </Panel>
            </Stack>
          )}
        </Loaded>
      )}
    </Page>
  );
}

/** An empty field is none at all. */
const orNull = ({ enterAgain, ...values }: Record<string, string>) => ({
  ...Object.fromEntries(
    Object.entries(values).map(([name, value]): [string, string | null] => [name, value.trim() || null]),
  ),
  enterAgain: enterAgain === 'true',
});

/** What a new one's body has: it leaves empty fields out. */
const filled = (body: object) => Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));

function Fields({ exhibition }: { exhibition?: Exhibition & Versioned }) {
  const navigate = useNavigate();
  const can = useCan();
  const { organization } = useSession();
  // The first one, from the Start page, is usually named as the organization, and begins today.
  const [search] = useSearchParams();
  const first = !exhibition && search.has('first');
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: organization.timeZone }).format(new Date());
  const name = exhibition?.name ?? (first ? organization.name : '');
  const startsOn = exhibition?.startsOn ?? (first ? today : '');
  const form = useRecordForm({
    record: exhibition,
    path: LIST,
    labels: 'console.exhibition.exhibition',
    initial: {
      name,
      place: exhibition?.place ?? '',
      prefix: exhibition?.prefix ?? prefixFor(name, startsOn),
      currency: exhibition?.currency ?? organization.currency,
      startsOn,
      endsOn: exhibition?.endsOn ?? startsOn,
      taxLabel: exhibition?.taxLabel ?? '',
      taxPercent: exhibition?.taxPercent ?? '',
      supplyState: exhibition?.supplyState ?? '',
      enterAgain: String(exhibition?.enterAgain ?? true),
    },
    bodyOf: (values) => orNull({ ...values, taxPercent: typedNumber(values.taxPercent, 2, organization) }),
    newBody: filled,
    saved: () => navigate(LIST),
  });
  /** A new one's prefix follows its name and first day until somebody writes another. */
  const leads = (name: 'name' | 'startsOn') => ({
    onChange: ({ target: { value } }: { target: { value: string } }) => {
      const { name: title, startsOn: day, prefix } = form.values;
      const after = { name: title, startsOn: day, [name]: value };
      if (!exhibition && prefix === prefixFor(title, day)) form.set('prefix', prefixFor(after.name, after.startsOn));
      form.set(name, value);
    },
  });
  const states = Object.entries(STATES).map(([id, state]) => ({ id, name: `${id} ${state}` }));
  return (
    <FormPanel form={form} cancel={LIST} may={can('exhibition.manage')}>
      <TextField {...form.bind('name', { maxLength: 255 })} {...leads('name')} autoFocus={!exhibition} />
      <TextField {...form.bind('place')} />
      <Columns of="1fr 1fr" from="sm" gap={2}>
        <TextField {...form.day('startsOn')} {...leads('startsOn')} />
        <TextField {...form.day('endsOn')} />
        <TextField {...form.bind('prefix', { help: 'prefix_help' })} />
        <TextField {...form.bind('taxLabel', { help: 'tax_help' })} />
        <TextField {...form.bind('taxPercent', { inputMode: 'decimal' })} />
        {organization.country === 'IN' && (
          <SelectField {...form.bind('supplyState', { help: 'supply_state_help' })} choices={states} none="—" />
        )}
        <TextField
          {...form.bind('currency', { help: 'currency_help', maxLength: 3, style: { textTransform: 'uppercase' } })}
        />
      </Columns>
      <SwitchField {...form.toggle('enterAgain', 'enter_again_help')} />
    </FormPanel>
  );
}
