import { Box, ButtonBase, Chip, Stack, Typography } from '@mui/material';
import { useEffect, useRef, useState } from 'react';
import { useTranslate } from 'react-admin';
import { Caption, fileUrl, useFormat } from '../../../../kernel/ui/index.ts';
import { KEY, KEY_NAME, KEYS, keyColours } from '../../items/console/looks.ts';
import type { Item } from '../../items/console/types.ts';

type Props = { items: Item[]; onPick: (item: Item) => void };

/** Keys for what is sold, by category: touched, or by Alt and the number of one of the first nine. */
export function KeyGrid({ items, onPick }: Props) {
  const translate = useTranslate();
  const format = useFormat();
  const [category, setCategory] = useState('');
  const categories = [...new Set(items.map((item) => item.category).filter((name) => name !== ''))].sort();
  const shown = items.filter((item) => category === '' || item.category === category).sort(byKey);
  useAltDigits((digit) => {
    const item = items.find(({ quickKey }) => quickKey === digit);
    if (item) onPick(item);
  });
  return (
    <Stack sx={{ gap: 1, minWidth: 0 }} role="group" aria-label={translate('console.exhibition.sale.keys')}>
      {categories.length > 1 && (
        <Stack direction="row" sx={{ gap: 0.75, overflowX: 'auto', pb: 0.25 }}>
          {['', ...categories].map((name) => (
            <Chip
              key={name}
              size="small"
              label={name || translate('console.exhibition.sale.all')}
              color={name === category ? 'primary' : 'default'}
              onClick={() => setCategory(name)}
            />
          ))}
        </Stack>
      )}
      <Box sx={GRID}>
        {shown.map((item) => (
          <ButtonBase
            key={item.id}
            onClick={() => onPick(item)}
            // The next key belongs to the field.
            onMouseDown={(event) => event.preventDefault()}
            sx={{ ...KEY, ...TOUCHED, ...keyColours(item.colour) }}
          >
            {item.imageFileId && (
              <Box component="img" src={fileUrl(`/files/${item.imageFileId}`)} alt="" loading="lazy" sx={PICTURE} />
            )}
            <Typography variant="body2" sx={KEY_NAME}>
              {item.name}
            </Typography>
            <Stack direction="row" sx={{ justifyContent: 'space-between', width: '100%' }}>
              <Typography variant="caption" className="figures">
                {format.money(item.price, item.currency)}
                {item.unit === 'kg' && ' / kg'}
              </Typography>
              {item.quickKey !== null && <Caption>{item.quickKey}</Caption>}
            </Stack>
          </ButtonBase>
        ))}
      </Box>
    </Stack>
  );
}

const byKey = (a: Item, b: Item) => (a.quickKey ?? 100) - (b.quickKey ?? 100) || a.name.localeCompare(b.name);

const GRID = { ...KEYS, maxHeight: { xs: 264, md: 420 }, overflowY: 'auto' };
const TOUCHED = {
  borderRadius: 2,
  display: 'flex',
  '&:focus-visible': { outline: '2px solid', outlineColor: 'primary.main' },
};
const PICTURE = { width: '100%', height: 44, objectFit: 'cover', borderRadius: 1, mb: 0.5 };

/** By the place of the key, since a layout may write another character with Alt. */
function useAltDigits(onDigit: (digit: number) => void) {
  const latest = useRef(onDigit);
  latest.current = onDigit;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const [, digit] = /^(?:Digit|Numpad)([1-9])$/.exec(event.code) ?? [];
      if (!event.altKey || digit === undefined || document.querySelector('[role=dialog]')) return;
      event.preventDefault();
      latest.current(Number(digit));
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}
