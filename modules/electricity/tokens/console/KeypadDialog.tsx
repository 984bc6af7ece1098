import { Box, MenuItem, TextField } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { api, type Camelized, FormDialog, useForm, useSession } from '../../../../kernel/ui/index.ts';
import { CodeDialog } from '../../meters/console/CodeDialog.tsx';
import type { DialogProps } from '../../meters/console/dialogs.ts';
import type { AttachedKeypad, Keypad } from '../contract.ts';

const KINDS = ['openpaygo', 'sts'] as const satisfies Keypad['kind'][];
const FORMS = ['standard', 'extended', 'restricted', 'extended_restricted'];

type Known = Pick<Camelized<Keypad>, 'extended' | 'restricted' | 'unitWh'>;
const USUAL: Known = { extended: false, restricted: false, unitWh: 100 };

/** How a meter takes its units as digits; of one that has a keypad, as it is now. */
export function KeypadDialog(props: DialogProps) {
  const { organization } = useSession();
  const { id, keypad } = props.meter;
  const { data } = useQuery({
    queryKey: ['electricity', 'keypad', organization.id, id],
    queryFn: () => api.get<Camelized<Keypad>>(`/electricity/meters/${id}/keypad`),
    enabled: keypad !== null,
    gcTime: 0,
  });
  const known = keypad === null ? USUAL : data;
  return known ? <Form {...props} known={known} /> : null;
}

/** A key that the server made is shown once afterwards. */
function Form({ meter, known, onClose, onDone }: DialogProps & { known: Known }) {
  const translate = useTranslate();
  const [made, setMade] = useState<string | null>(null);
  const label = (name: string) => translate(`console.electricity.keypad.${name}`);
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
  const form = useForm(initial, async (values) => {
    const attached = await api.post<Camelized<AttachedKeypad>>(
      `/electricity/meters/${meter.id}/keypad`,
      bodyOf(values),
    );
    if (attached.key) setMade(attached.key);
    else onDone();
  });
  if (made) return <CodeDialog title={label('key')} text={label('key_made')} code={made} onClose={onDone} />;
  const number = { slotProps: { htmlInput: { inputMode: 'numeric', autoComplete: 'off' } } } as const;
  const sts = form.values.kind === 'sts';
  const key = form.bind('key');
  return (
    <FormDialog
      title={label('attach')}
      text={label(meter.keypad ? 'again_text' : 'attach_text')}
      confirm={label('attach')}
      form={form}
      onClose={onClose}
    >
      <TextField select label={label('kind')} {...form.bind('kind')}>
        {KINDS.map((kind) => (
          <MenuItem key={kind} value={kind}>
            {label(kind)}
          </MenuItem>
        ))}
      </TextField>
      {sts ? (
        <>
          <TextField label={label('supply_group')} {...form.bind('supplyGroup')} {...number} />
          <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: '1fr 1fr' }}>
            <TextField label={label('tariff_index')} {...form.bind('tariffIndex')} {...number} />
            <TextField label={label('key_revision')} {...form.bind('keyRevision')} {...number} />
          </Box>
        </>
      ) : (
        <>
          <TextField
            label={label('key')}
            {...key}
            helperText={key.helperText ?? label('key_help')}
            slotProps={{ htmlInput: { autoComplete: 'off', spellCheck: false, maxLength: 32 } }}
          />
          <TextField select label={label('form')} {...form.bind('form')}>
            {FORMS.map((name) => (
              <MenuItem key={name} value={name}>
                {label(`form_${name}`)}
              </MenuItem>
            ))}
          </TextField>
          <TextField label={label('starting_code')} {...form.bind('startingCode')} {...number} />
          <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: '1fr 1fr' }}>
            <TextField label={label('unit_wh')} {...form.bind('unitWh')} {...number} />
            <TextField label={label('count')} {...form.bind('count')} {...number} />
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
