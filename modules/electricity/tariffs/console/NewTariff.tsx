import { Box, TextField, Typography } from '@mui/material';
import { Fragment } from 'react';
import { useTranslate } from 'react-admin';
import { api, type Camelized, FormDialog, useForm, useSession } from '../../../../kernel/ui/index.ts';
import type { Tariff as Answer } from '../contract.ts';

type Tariff = Camelized<Answer>;
type Props = { before: Tariff | undefined; onClose: () => void; onDone: () => void };

/** The next version, which begins as a copy of the last: with its classes, and a row more for each. */
export function NewTariff({ before, onClose, onDone }: Props) {
  const translate = useTranslate();
  const { organization } = useSession();
  const label = (name: string) => translate(`console.electricity.tariff.${name}`);
  const classes = before?.classes ?? [
    { code: 'residential', name: label('first'), blocks: [] },
    { code: 'non_residential', name: label('second'), blocks: [] },
  ];
  // The fields are named as the server names them when it refuses one.
  const rows = classes.flatMap(({ code, blocks }, i) =>
    [...blocks, { upToKwh: null, price: '' }].map((block, j) => ({ code, at: `classes.${i}.blocks.${j}`, ...block })),
  );
  const initial: Record<string, string> = {
    name: '',
    // The first one counts at once; a later one is a decision.
    startsOn: before ? '' : new Intl.DateTimeFormat('sv-SE', { timeZone: organization.timeZone }).format(new Date()),
    vatPercent: before?.vatPercent ?? '0',
    levyPercent: before?.levyPercent ?? '0',
    fee: before?.fee ?? '0',
    ...Object.fromEntries(
      rows.flatMap(({ at, upToKwh, price }) => [
        [`${at}.upToKwh`, upToKwh === null ? '' : String(upToKwh)],
        [`${at}.price`, price],
      ]),
    ),
  };
  const form = useForm(initial, async (values, idempotencyKey) => {
    const text = (field: string) => values[field]?.trim() ?? '';
    const blocksOf = (code: string) =>
      rows
        .filter((row) => row.code === code && (text(`${row.at}.price`) || row.at.endsWith('.0')))
        .map(({ at }) => {
          const upTo = text(`${at}.upToKwh`);
          return { upToKwh: upTo ? Number(upTo) : null, price: text(`${at}.price`) };
        });
    const { name, startsOn, vatPercent, levyPercent, fee } = values;
    const asked = classes.map(({ code, name }) => ({ code, name, blocks: blocksOf(code) }));
    const body = { name, startsOn, vatPercent, levyPercent, fee, classes: asked };
    await api.post('/electricity/tariffs', body, { idempotencyKey });
    onDone();
  });
  const day = { type: 'date', slotProps: { inputLabel: { shrink: true } } } as const;
  const number = { size: 'small', slotProps: { htmlInput: { inputMode: 'decimal' } } } as const;
  return (
    <FormDialog
      title={label('add')}
      text={label('add_text')}
      confirm={translate('ra.action.save')}
      form={form}
      onClose={onClose}
    >
      <TextField label={label('name')} {...form.bind('name')} autoFocus slotProps={{ htmlInput: { maxLength: 120 } }} />
      <TextField label={label('starts_on')} {...form.bind('startsOn')} {...day} />
      <Box sx={{ display: 'grid', gap: 1.5, gridTemplateColumns: '1fr 1fr' }}>
        {classes.map(({ code, name }) => (
          <Fragment key={code}>
            <Typography sx={{ gridColumn: '1 / -1', fontWeight: 600 }}>{name}</Typography>
            {rows
              .filter((row) => row.code === code)
              .map(({ at }) => (
                <Fragment key={at}>
                  <TextField label={label('up_to')} {...form.bind(`${at}.upToKwh`)} {...number} />
                  <TextField label={label('price')} {...form.bind(`${at}.price`)} {...number} />
                </Fragment>
              ))}
          </Fragment>
        ))}
        <TextField label={label('vat_percent')} {...form.bind('vatPercent')} {...number} />
        <TextField label={label('levy_percent')} {...form.bind('levyPercent')} {...number} />
      </Box>
      <TextField label={label('fee_each')} {...form.bind('fee')} {...number} />
    </FormDialog>
  );
}
