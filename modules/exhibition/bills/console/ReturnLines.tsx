import MoreIcon from '@mui/icons-material/AddCircleOutlined';
import { IconButton, Stack, TextField, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { useLabels } from '../../../../kernel/ui/index.ts';
import { formatQuantity, readQuantity } from '../lines.rule.ts';
import { linesBack, moneyBack } from '../return.rule.ts';
import type { BillDetail } from './types.ts';

/** What somebody typed of each line's quantity, by its position. */
export type Quantities = Record<number, string>;

/** What comes back by what was typed, and the money that goes back with it. */
export function readBack(bill: BillDetail, typed: Quantities) {
  const wanted = bill.lines.flatMap(({ position }) => {
    const text = (typed[position] ?? '').trim().replace(',', '.');
    return text === '' ? [] : [{ position, quantity: text, quantityMilli: readQuantity(text) ?? 0 }];
  });
  const sold = bill.lines.map((line) => ({
    position: line.position,
    unit: line.unit,
    quantity_milli: line.quantityMilli,
    amount_minor: line.amountMinor,
    returned_milli: line.returnedMilli,
    returned_minor: line.returnedMinor,
    tax_basis_points: null,
  }));
  const back = linesBack(sold, wanted);
  return {
    lines: wanted.map(({ position, quantity }) => ({ position, quantity })),
    minor: back.ok ? moneyBack({ amount_minor: bill.amountMinor }, sold, back.data) : 0,
  };
}

type Props = { bill: BillDetail; typed: Quantities; onType: (position: number, text: string) => void };

/** How much of each line comes back: typed, or one more with each touch. */
export function ReturnLines({ bill, typed, onType }: Props) {
  const translate = useTranslate();
  const say = useLabels('console.exhibition.sale');
  return bill.lines
    .filter((line) => line.returnedMilli < line.quantityMilli)
    .map((line, at) => {
      const left = line.quantityMilli - line.returnedMilli;
      const name = line.name || translate('console.exhibition.bill.no_description');
      const more = (readQuantity((typed[line.position] ?? '').trim() || '0') ?? 0) + 1000;
      return (
        <Stack key={line.position} direction="row" sx={{ gap: 1, alignItems: 'center' }}>
          <Typography sx={{ flex: 1, minWidth: 0 }}>{name}</Typography>
          <IconButton
            aria-label={say('more', { name })}
            disabled={more > left && left >= 1000}
            onClick={() => onType(line.position, formatQuantity(Math.min(more, left)))}
          >
            <MoreIcon />
          </IconButton>
          <TextField
            size="small"
            autoFocus={at === 0}
            label={say('of', { quantity: left / 1000 })}
            name={`line${line.position}`}
            value={typed[line.position] ?? ''}
            onChange={(event) => onType(line.position, event.target.value)}
            sx={{ width: 110 }}
            slotProps={{ htmlInput: { inputMode: 'decimal', autoComplete: 'off' } }}
          />
        </Stack>
      );
    });
}
