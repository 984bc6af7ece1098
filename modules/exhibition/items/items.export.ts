import { defineExport, listPage } from '../../../kernel/exports/index.ts';
import { type Item, ItemFilter } from './contract.ts';
import { listItems } from './items.query.ts';

const title = (key: string) => `documents.exhibition.columns.${key}`;

/** The list of items with the filters of the screen; the import takes the file back unchanged. */
export const itemsExport = defineExport<Item>({
  name: 'exhibition.items',
  permission: 'exhibition.export',
  columns: [
    { key: 'name', title: title('name'), type: 'text', width: 28, value: ownName },
    { key: 'variant', title: title('variant'), type: 'text', width: 14 },
    { key: 'code', title: title('item_code'), type: 'text', width: 16 },
    { key: 'price_minor', title: title('price'), type: 'money' },
    { key: 'currency', title: title('currency'), type: 'text' },
    { key: 'unit', title: title('unit'), type: 'text' },
    { key: 'tax_percent', title: title('tax_percent'), type: 'text' },
    { key: 'hsn', title: title('hsn'), type: 'text' },
    { key: 'category', title: title('category'), type: 'text', width: 16 },
    { key: 'colour', title: title('colour'), type: 'text' },
    { key: 'quick_key', title: title('quick_key'), type: 'number' },
    { key: 'stock', title: title('stock'), type: 'text' },
    { key: 'archived', title: title('archived'), type: 'text', value: ({ archived }) => (archived ? 'yes' : 'no') },
    { key: 'id', title: title('item_id'), type: 'text', width: 36 },
  ],
  page: listPage(ItemFilter, listItems),
});

/** A variant's row has the name of its item, and its own word beside it. */
function ownName({ name, variant }: Item): string {
  return variant === null ? name : name.slice(0, -`, ${variant}`.length);
}
