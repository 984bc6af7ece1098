import KeysIcon from '@mui/icons-material/GridViewOutlined';
import { Box, Button, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import {
  AddButton,
  byChoice,
  Caption,
  type Column,
  ExportButton,
  ImportButton,
  Page,
  ResourceList,
  StateChip,
  Strong,
  useCan,
} from '../../../../kernel/ui/index.ts';
import { useExhibitionFilter } from '../../exhibitions/console/ExhibitionChoice.tsx';
import { useExhibitions } from '../../exhibitions/console/useExhibitions.ts';
import { ItemFace } from './ItemFace.tsx';
import type { Item } from './types.ts';
import { useItemWords } from './useItemWords.ts';

/** The things that are sold, of all exhibitions or one. */
export default function ItemList() {
  const translate = useTranslate();
  const can = useCan();
  const exhibitions = useExhibitions();
  const ofExhibition = useExhibitionFilter();
  const { label, price, stock } = useItemWords();
  const add = can('exhibition.manage') && <AddButton label={label('new')} to="/exhibition/items/new" />;
  const nameOf = new Map(exhibitions.map(({ id, name }) => [id, name]));
  const columns: Column<Item>[] = [
    { key: 'name', label: label('name'), render: (item) => <NameCell item={item} /> },
    { key: 'code', label: label('code'), from: 'md', nowrap: true, render: (item) => item.code },
    { key: 'category', label: label('category'), from: 'md', render: (item) => item.category },
    { key: 'exhibition', label: ofExhibition.label, from: 'lg', render: (item) => nameOf.get(item.exhibitionId) },
    { key: 'quickKey', label: label('quickKey'), from: 'md', align: 'right', render: (item) => item.quickKey },
    { key: 'stock', label: label('stock'), align: 'right', nowrap: true, render: stock },
    {
      key: 'price',
      label: label('price'),
      align: 'right',
      nowrap: true,
      render: (item) => <b style={{ fontWeight: 600 }}>{price(item)}</b>,
    },
  ];
  return (
    <Page
      title={label('many')}
      actions={
        <>
          {can('exhibition.manage') && (
            <>
              <Button variant="outlined" startIcon={<KeysIcon />} component={Link} to="/exhibition/items/keys">
                {label('keys')}
              </Button>
              <ImportButton label={translate('console.import.action')} to="/exhibition/items/import" />
            </>
          )}
          {can('exhibition.export') && <ExportButton path="/exhibition/items/export" />}
          {add}
        </>
      }
    >
      <ResourceList<Item>
        live={['exhibition.item']}
        resource="exhibition/items"
        columns={columns}
        card={(item) => (
          <Stack direction="row" sx={{ gap: 1.5, alignItems: 'center' }}>
            <Box sx={{ flex: 1, minWidth: 0 }}>
              <NameCell item={item} />
            </Box>
            <Stack sx={{ alignItems: 'flex-end', whiteSpace: 'nowrap' }}>
              <Typography sx={{ fontWeight: 650 }}>{price(item)}</Typography>
              <Caption>{stock(item)}</Caption>
            </Stack>
          </Stack>
        )}
        href={(item) => `/exhibition/items/${item.id}`}
        searchLabel={label('search')}
        filters={[
          ofExhibition,
          byChoice('archived', label('sale'), ['false', 'true'], (id) => label(id === 'true' ? 'archived' : 'on_sale')),
        ]}
        empty={{ title: label('none'), text: label('none_text'), action: add }}
      />
    </Page>
  );
}

function NameCell({ item }: { item: Item }) {
  const { label } = useItemWords();
  const translate = useTranslate();
  return (
    <Stack direction="row" sx={{ gap: 1.5, alignItems: 'center', minWidth: 160, pl: item.variant ? 2 : 0 }}>
      <ItemFace item={item} size={36} />
      <Box sx={{ minWidth: 0 }}>
        <Strong variant="body2" sx={{ overflowWrap: 'anywhere' }}>
          {item.name}
        </Strong>
        {item.variants > 0 && (
          <Caption>{translate('console.exhibition.item.variant_count', { smart_count: item.variants })}</Caption>
        )}
        {item.archived && <StateChip tone="neutral" label={label('archived')} />}
      </Box>
    </Stack>
  );
}
