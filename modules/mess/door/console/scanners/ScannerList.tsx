import { Button, Checkbox, FormControlLabel, Stack, TextField } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { typedNumber } from '../../../../../kernel/lib/numbers.ts';
import {
  Caption,
  type Column,
  FormDialog,
  Page,
  ResourceList,
  RowCard,
  SelectField,
  StateChip,
  useCan,
  useDone,
  useForm,
  useFormat,
  useLabels,
  useSave,
  useSession,
  type Versioned,
} from '../../../../../kernel/ui/index.ts';
import type { Scanner } from '../types.ts';

const LABELS = 'console.mess.scanner';

/**
 * The scanners: the age of each roster, and what each does with an old one. Devices are added and ended on another
 * page.
 */
export default function ScannerList() {
  const translate = useTranslate();
  const label = useLabels(LABELS);
  const can = useCan();
  const [changing, setChanging] = useState<Scanner | null>(null);
  const actions = (scanner: Scanner) =>
    can('mess.manage') && (
      <Button size="small" variant="outlined" onClick={() => setChanging(scanner)}>
        {translate('ra.action.edit')}
      </Button>
    );
  const { columns, card } = useRows(actions);
  const devices = can('scanner.write') && (
    <Button variant="contained" component={Link} to="/devices">
      {label('devices')}
    </Button>
  );
  return (
    <Page title={label('many')} subtitle={label('text')} actions={devices}>
      <ResourceList<Scanner>
        resource="mess/scanners"
        live={['mess.scanner', 'device', 'mess.scan']}
        columns={columns}
        card={card}
        empty={{ title: label('none'), text: label('none_text'), action: devices }}
      />
      {changing && <ScannerDialog scanner={changing} onClose={() => setChanging(null)} />}
    </Page>
  );
}

function useRows(actions: (scanner: Scanner) => React.ReactNode) {
  const translate = useTranslate();
  const label = useLabels(LABELS);
  const format = useFormat();
  /** The roster's age, highlighted once it is older than this device may use. */
  const roster = (scanner: Scanner) => {
    if (!scanner.rosterAt) return label('no_roster');
    const old = Date.now() - Date.parse(scanner.rosterAt) > scanner.staleMinutes * 60_000;
    return <StateChip tone={old ? 'warning' : 'good'} label={format.ago(scanner.rosterAt)} />;
  };
  const ended = (scanner: Scanner) =>
    scanner.state !== 'active' && (
      <StateChip tone="neutral" label={translate(`console.devices.state.${scanner.state}`)} />
    );
  const seen = ({ lastSeenAt }: Scanner) => (lastSeenAt ? format.ago(lastSeenAt) : '—');
  const columns: Column<Scanner>[] = [
    {
      key: 'name',
      label: label('name'),
      render: (scanner) => (
        <Stack direction="row" sx={{ gap: 1, alignItems: 'center' }}>
          <b style={{ fontWeight: 600 }}>{scanner.name}</b>
          {scanner.byHand && <StateChip tone="neutral" label={label('by_hand')} />}
          {ended(scanner)}
        </Stack>
      ),
    },
    { key: 'role', label: label('role'), render: (scanner) => label(`roles.${scanner.role}`) },
    { key: 'roster', label: label('rosterAt'), nowrap: true, render: roster },
    {
      key: 'policy',
      label: label('stalePolicy'),
      from: 'md',
      render: (scanner) => (
        <>
          {label(`policy.${scanner.stalePolicy}`)}
          <Caption component="div">{label('after', { hours: format.number(scanner.staleMinutes / 60) })}</Caption>
        </>
      ),
    },
    { key: 'seen', label: label('lastSeenAt'), nowrap: true, from: 'lg', render: seen },
    { key: 'actions', label: '', align: 'right', render: actions },
  ];
  const card = (scanner: Scanner) => (
    <RowCard
      title={scanner.name}
      note={[label(`roles.${scanner.role}`), label(`policy.${scanner.stalePolicy}`)]}
      right={ended(scanner) || roster(scanner)}
    >
      {actions(scanner)}
    </RowCard>
  );
  return { columns, card };
}

const POLICIES = ['warn', 'supervisor', 'refuse'] as const;

/** Edits whether a scanner may admit by hand, and what it does once its roster is too old. */
function ScannerDialog({ scanner, onClose }: { scanner: Scanner & Versioned; onClose: () => void }) {
  const translate = useTranslate();
  const label = useLabels(LABELS);
  const done = useDone(onClose);
  const { organization } = useSession();
  // The values when the form opened, unaffected by live updates.
  const [{ version, ...before }] = useState(scanner);
  const { save, dialog } = useSave();
  const initial = { stalePolicy: scanner.stalePolicy as string, hours: String(scanner.staleMinutes / 60) };
  const [byHand, setByHand] = useState(scanner.byHand);
  const show = (name: string, value: unknown) => {
    if (name === 'stalePolicy') return label(`policy.${value}`);
    if (name === 'byHand') return translate(value ? 'ra.boolean.true' : 'ra.boolean.false');
    return name === 'staleMinutes' ? String(Number(value) / 60) : String(value);
  };
  const form = useForm(initial, async ({ stalePolicy, hours }) => {
    const staleMinutes = Math.round(Number(typedNumber(hours, 2, organization)) * 60);
    const after = { stalePolicy, staleMinutes, byHand };
    await save<Scanner, typeof after>({ path: `/mess/scanners/${scanner.id}`, version, before, after, label, show });
    done('console.saved');
  });
  const policies = POLICIES.map((id) => ({ id, name: label(`policy.${id}`) }));
  return (
    <FormDialog title={scanner.name} text={label('edit_text')} form={form} onClose={onClose}>
      {dialog}
      <SelectField {...form.bind('stalePolicy')} label={label('stalePolicy')} choices={policies} />
      <TextField {...form.bind('hours', { inputMode: 'decimal' })} label={label('staleHours')} />
      {scanner.role === 'supervisor' && (
        <FormControlLabel
          control={<Checkbox checked={byHand} onChange={(_, checked) => setByHand(checked)} />}
          label={label('byHand')}
        />
      )}
    </FormDialog>
  );
}
