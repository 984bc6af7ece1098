import { useNavigate } from 'react-router-dom';
import { typedNumber } from '../../../../kernel/lib/numbers.ts';
import { useRecordForm, useSession, type Versioned } from '../../../../kernel/ui/index.ts';
import type { Item } from './types.ts';

export const LIST = '/exhibition/items';

/** `item`: changed; `parent`: a new variant of it, which begins as its item is. */
export type Edited = { item?: (Item & Versioned) | undefined; parent?: Item | undefined };
type Seller = { exhibitionId: string; stallId: string };
type Values = ReturnType<typeof initialOf>;
type Region = { language: string; country: string };

function initialOf({ item, parent }: Edited) {
  const from = item ?? parent;
  return {
    name: item?.name ?? '',
    variant: item?.variant ?? '',
    price: from?.price ?? '',
    unit: from?.unit ?? 'piece',
    code: item?.code ?? '',
    taxPercent: from?.taxPercent ?? '',
    hsn: from?.hsn ?? '',
    category: from?.category ?? '',
    colour: from?.colour ?? '',
    imageFileId: item?.imageFileId ?? '',
    quickKey: String(item?.quickKey ?? ''),
    stock: '',
  };
}

/** The form's texts as the API takes them; an empty field is null. A variant has its item's name, and its own besides. */
function bodyOf(values: Values, isVariant: boolean, region: Region) {
  const typed = typedNumber(values.quickKey, 0, region);
  return {
    ...(isVariant ? { variant: values.variant.trim() } : { name: values.name.trim() }),
    price: values.price.trim(),
    unit: values.unit,
    code: values.code.trim() || null,
    taxPercent: typedNumber(values.taxPercent, 2, region) || null,
    hsn: values.hsn.replaceAll(/\s/g, '') || null,
    category: values.category.trim(),
    colour: values.colour || null,
    imageFileId: values.imageFileId || null,
    // Only a new one has it in its form.
    stock: typedNumber(values.stock, 3, region) || null,
    quickKey: typed === '' ? null : /^\d+$/.test(typed) ? Number(typed) : typed,
  };
}

/** The values of an item's form, and what saves them. */
export function useItemForm({ item, parent }: Edited, { exhibitionId, stallId }: Seller) {
  const navigate = useNavigate();
  const { organization } = useSession();
  const isVariant = Boolean(item?.variantOf ?? parent);
  const up = item?.variantOf ?? parent?.id;
  const form = useRecordForm({
    record: item,
    path: LIST,
    labels: 'console.exhibition.item',
    initial: initialOf({ item, parent }),
    bodyOf: (values) => bodyOf(values, isVariant, organization),
    newBody: (body) => ({
      exhibitionId,
      ...body,
      ...(parent ? { variantOf: parent.id } : { stallId: stallId || null }),
    }),
    saved: () => navigate(up ? `${LIST}/${up}` : LIST),
  });
  return { form, isVariant };
}

export type Form = ReturnType<typeof useItemForm>['form'];
