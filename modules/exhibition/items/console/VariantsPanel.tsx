import AddIcon from '@mui/icons-material/Add';
import { Button, Stack, Typography } from '@mui/material';
import { Link } from 'react-router-dom';
import { Figures, listQuery, Muted, Panel, StateChip, useCan, useGet } from '../../../../kernel/ui/index.ts';
import { ItemFace } from './ItemFace.tsx';
import type { Item } from './types.ts';
import { useItemWords } from './useItemWords.ts';

/** The sizes, colours or flavours of an item: each is sold by itself, with a code, a price and a stock of its own. */
export function VariantsPanel({ item }: { item: Item }) {
  const { label, price, stock } = useItemWords();
  const can = useCan();
  const query = useGet<Item[]>(
    '/exhibition/items',
    { ...listQuery({ variantOf: item.id }), limit: 200 },
    { live: ['exhibition.item'] },
  );
  const variants = query.data ?? [];
  return (
    <Panel
      title={label('variants')}
      actions={
        can('exhibition.manage') &&
        !item.archived && (
          <Button size="small" startIcon={<AddIcon />} component={Link} to={`/exhibition/items/new?of=${item.id}`}>
            {label('new_variant')}
          </Button>
        )
      }
    >
      {variants.length === 0 && <Muted>{label('variants_text')}</Muted>}
      <Stack sx={{ gap: 0.5 }}>
        {variants.map((one) => (
          <Button
            key={one.id}
            color="inherit"
            component={Link}
            to={`/exhibition/items/${one.id}`}
            sx={{ justifyContent: 'flex-start', gap: 1.5, textAlign: 'left' }}
          >
            <ItemFace item={one} size={32} />
            <Typography sx={{ flex: 1, fontWeight: 600 }}>{one.variant}</Typography>
            {one.archived && <StateChip tone="neutral" label={label('archived')} />}
            <Muted>{stock(one)}</Muted>
            <Figures>{price(one)}</Figures>
          </Button>
        ))}
      </Stack>
    </Panel>
  );
}
