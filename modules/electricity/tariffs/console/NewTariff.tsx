import { Box, TextField } from '@mui/material';
import { Fragment } from 'react';
import {
  api,
  type Camelized,
  FormDialog,
  Strong,
  useForm,
  useLabels,
  useSession,
} from '../../../../kernel/ui/index.ts';
import type { Tariff as Answer } from '../contract.ts';

const LABELS = 'console.electricity.tariff';

type Tariff = Camelized<Answer>;
type Props = { before: Tariff | undefined; onClose: () => void; onDone: () => void };

/** The next version, which begins as a copy of the last: with its classes, and a row more for each. */
export function NewTariff({ before, onClose, onDone }: Props) {
  const { organization } = useSession();
  const label = useLabels(LABELS);
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
  const send = async (values: typeof initial, idempotencyKey: string) => {
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
  };
  const form = useForm(initial, send, LABELS);
  const number = (name: string, of: string) => (
    <TextField {...form.bind(name, { inputMode: 'decimal' })} label={label(of)} size="small" />
  );
  return (
    <FormDialog title={label('add')} text={label('add_text')} form={form} onClose={onClose}>
      <TextField {...form.bind('name', { maxLength: 120 })} autoFocus />
      <TextField {...form.day('startsOn')} label={label('starts_on')} />
      <Box sx={{ display: 'grid', gap: 1.5, gridTemplateColumns: '1fr 1fr' }}>
        {classes.map(({ code, name }) => (
          <Fragment key={code}>
            <Strong sx={{ gridColumn: '1 / -1' }}>{name}</Strong>
            {rows
              .filter((row) => row.code === code)
              .map(({ at }) => (
                <Fragment key={at}>
                  {number(`${at}.upToKwh`, 'up_to')}
                  {number(`${at}.price`, 'price')}
                </Fragment>
              ))}
          </Fragment>
        ))}
        {number('vatPercent', 'vat_percent')}
        {number('levyPercent', 'levy_percent')}
      </Box>
      {number('fee', 'fee_each')}
    </FormDialog>
  );
}
