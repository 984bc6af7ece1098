import { useState } from 'react';
import { useNotify, useRefresh } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import { typedNumber } from '../../../../kernel/lib/numbers.ts';
import { api, useForm, useSave, useSession, type Versioned } from '../../../../kernel/ui/index.ts';
import type { Item } from './types.ts';
import { useItemWords } from './useItemWords.ts';

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
    quickKey: typed === '' ? null : /^\d+$/.test(typed) ? Number(typed) : typed,
  };
}

/** The values of an item's form, and what saves them. */
export function useItemForm({ item, parent }: Edited, { exhibitionId, stallId }: Seller) {
  const navigate = useNavigate();
  const notify = useNotify();
  const refresh = useRefresh();
  const { organization } = useSession();
  const { label } = useItemWords();
  // As the item was when the form opened, whatever changes afterwards.
  const [opened] = useState(() => ({ version: item?.version, values: initialOf({ item, parent }) }));
  const isVariant = Boolean(item?.variantOf ?? parent);
  const { save, dialog } = useSave();
  const form = useForm(opened.values, async (values, idempotencyKey) => {
    const body = bodyOf(values, isVariant, organization);
    if (item) {
      const before = bodyOf(opened.values, isVariant, organization);
      await save({ path: `${LIST}/${item.id}`, version: opened.version, before, after: body, label });
    } else {
      const stock = typedNumber(values.stock, 3, organization) || null;
      const under = parent ? { variantOf: parent.id } : { stallId: stallId || null };
      await api.post<Item>(LIST, { exhibitionId, ...body, stock, ...under }, { idempotencyKey });
    }
    notify('console.saved', { type: 'success' });
    refresh();
    const up = item?.variantOf ?? parent?.id;
    navigate(up ? `${LIST}/${up}` : LIST);
  });
  return { form, dialog, isVariant };
}

export type Form = ReturnType<typeof useItemForm>['form'];
