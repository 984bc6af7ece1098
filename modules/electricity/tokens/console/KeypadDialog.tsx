import { Box, TextField } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import {
  api,
  type Camelized,
  FormDialog,
  LinkDialog,
  SelectField,
  useForm,
  useGet,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import type { DialogProps } from '../../meters/console/dialogs.ts';
import type { AttachedKeypad, Keypad } from '../contract.ts';

const LABELS = 'console.electricity.keypad';

const KINDS = ['openpaygo', 'sts'] as const satisfies Keypad['kind'][];
const FORMS = ['standard', 'extended', 'restricted', 'extended_restricted'];

type Known = Pick<Camelized<Keypad>, 'extended' | 'restricted' | 'unitWh'>;
const USUAL: Known = { extended: false, restricted: false, unitWh: 100 };

/** How a meter takes its units as digits; of one that has a keypad, as it is now. */
export function KeypadDialog(props: DialogProps) {
  const { id, keypad } = props.meter;
  const { data } = useGet<Camelized<Keypad>>(
    `/electricity/meters/${id}/keypad`,
    {},
    { enabled: keypad !== null, gcTime: 0 },
  );
  const known = keypad === null ? USUAL : data;
  return known ? <Form {...props} known={known} /> : null;
}

/** A key that the server made is shown once afterwards. */
function Form({ meter, known, onClose, onDone }: DialogProps & { known: Known }) {
  const translate = useTranslate();
  const [made, setMade] = useState<string | null>(null);
  const label = useLabels(LABELS);
  const initial = {
    kind: meter.keypad ?? 'openpaygo',
    key: '',
    startingCode: '',
    form: FORMS[Number(known.extended) + 2 * Number(known.restricted)] as string,
    unitWh: String(known.unitWh),
    count: '0',
    supplyGroup: '',
    tariffIndex: '1',
    keyRevision: '1',
  };
  const send = async (values: typeof initial) => {
    const attached = await api.post<Camelized<AttachedKeypad>>(
      `/electricity/meters/${meter.id}/keypad`,
      bodyOf(values),
    );
    if (attached.key) setMade(attached.key);
    else onDone();
  };
  const form = useForm(initial, send, LABELS);
  const once = translate('console.electricity.meter.once');
  if (made)
    return <LinkDialog title={label('key')} text={label('key_made')} code={made} warning={once} onClose={onDone} />;
  const number = { inputMode: 'numeric', autoComplete: 'off' } as const;
  const sts = form.values.kind === 'sts';
  return (
    <FormDialog
      title={label('attach')}
      text={label(meter.keypad ? 'again_text' : 'attach_text')}
      confirm={label('attach')}
      form={form}
      onClose={onClose}
    >
      <SelectField {...form.bind('kind')} choices={KINDS.map((kind) => ({ id: kind, name: label(kind) }))} />
      {sts ? (
        <>
          <TextField {...form.bind('supplyGroup', number)} label={label('supply_group')} />
          <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: '1fr 1fr' }}>
            <TextField {...form.bind('tariffIndex', number)} label={label('tariff_index')} />
            <TextField {...form.bind('keyRevision', number)} label={label('key_revision')} />
          </Box>
        </>
      ) : (
        <>
          <TextField
            {...form.bind('key', { help: 'key_help', autoComplete: 'off', spellCheck: false, maxLength: 32 })}
          />
          <SelectField
            {...form.bind('form')}
            choices={FORMS.map((name) => ({ id: name, name: label(`form_${name}`) }))}
          />
          <TextField {...form.bind('startingCode', number)} label={label('starting_code')} />
          <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: '1fr 1fr' }}>
            <TextField {...form.bind('unitWh', number)} label={label('unit_wh')} />
            <TextField {...form.bind('count', number)} />
          </Box>
        </>
      )}
    </FormDialog>
  );
}

function bodyOf({ kind, form, ...typed }: Record<string, string>) {
  const { key, startingCode, unitWh, count, supplyGroup, tariffIndex, keyRevision } = typed;
  if (kind === 'sts') return { kind, supplyGroup, tariffIndex: Number(tariffIndex), keyRevision: Number(keyRevision) };
  return {
    kind,
    ...(key?.trim() && { key: key.trim() }),
    ...(startingCode?.trim() && { startingCode: Number(startingCode) }),
    extended: form?.startsWith('extended') ?? false,
    restricted: form?.endsWith('restricted') ?? false,
    unitWh: Number(unitWh),
    count: Number(count),
  };
}
