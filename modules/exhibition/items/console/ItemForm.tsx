import { Alert, Box, Button, MenuItem, Stack, TextField } from '@mui/material';
import { useState } from 'react';
import { useNotify, useRefresh, useTranslate } from 'react-admin';
import { Link, useNavigate, useSearchParams } from 'react-router-dom';
import { typedNumber } from '../../../../kernel/lib/numbers.ts';
import {
  api,
  Panel,
  PictureField,
  useCan,
  useForm,
  useSave,
  useSession,
  type Versioned,
} from '../../../../kernel/ui/index.ts';
import { StallChoice } from '../../stalls/console/StallChoice.tsx';
import { useStalls } from '../../stalls/console/useStalls.ts';
import { UNITS } from '../contract.ts';
import { ColourField } from './ColourField.tsx';
import type { Item } from './types.ts';
import { useExhibition } from './useExhibition.ts';
import { useItems } from './useItems.ts';
import { useItemWords } from './useItemWords.ts';

const LIST = '/exhibition/items';
type Region = { language: string; country: string };

/** The form's texts as the API takes them; an empty field is null. */
function bodyOf(values: Record<string, string>, region: Region) {
  const { name = '', variant = '', price = '', category = '', unit, quickKey = '', taxPercent = '' } = values;
  const typed = typedNumber(quickKey, 0, region);
  return {
    name: name.trim(),
    variant: variant.trim(),
    price: price.trim(),
    unit,
    code: values.code?.trim() || null,
    taxPercent: typedNumber(taxPercent, 2, region) || null,
    hsn: values.hsn?.replaceAll(/\s/g, '') || null,
    category: category.trim(),
    colour: values.colour || null,
    imageFileId: values.imageFileId || null,
    quickKey: typed === '' ? null : /^\d+$/.test(typed) ? Number(typed) : typed,
  };
}

/** `item`: changed; `parent`: a new variant of it, which begins as its item is. */
type Props = { item?: (Item & Versioned) | undefined; parent?: Item | undefined };

export function ItemForm({ item, parent }: Props) {
  const translate = useTranslate();
  const navigate = useNavigate();
  const notify = useNotify();
  const refresh = useRefresh();
  const can = useCan();
  const { organization } = useSession();
  const { label } = useItemWords();
  const [search] = useSearchParams();
  const [chosen, setChosen] = useState(item?.exhibitionId ?? parent?.exhibitionId ?? search.get('exhibition') ?? '');
  const { exhibitions, exhibition, exhibitionId } = useExhibition(chosen);
  const { stalls } = useStalls(exhibitionId);
  const [stallId, setStallId] = useState('');
  const categories = [...new Set(useItems(exhibitionId).data?.map(({ category }) => category))].filter(Boolean);
  const isVariant = Boolean(item?.variantOf ?? parent);
  const from = item ?? parent;
  // The values when the form opened, whatever changes afterwards.
  const [version] = useState(item?.version);
  const [initial] = useState({
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
  });
  const { save, dialog } = useSave();
  const form = useForm(initial, async (values, idempotencyKey) => {
    const { name, variant, ...rest } = bodyOf(values, organization);
    const body = { ...rest, ...(isVariant ? { variant } : { name }) };
    if (item) {
      const { name: oldName, variant: oldVariant, ...old } = bodyOf(initial, organization);
      const before = { ...old, ...(isVariant ? { variant: oldVariant } : { name: oldName }) };
      await save({ path: `${LIST}/${item.id}`, version, before, after: body, label });
    } else {
      const stock = typedNumber(values.stock, 3, organization) || null;
      const whole = {
        exhibitionId,
        ...body,
        stock,
        ...(parent ? { variantOf: parent.id } : { stallId: stallId || null }),
      };
      await api.post<Item>(LIST, whole, { idempotencyKey });
    }
    notify('console.saved', { type: 'success' });
    refresh();
    const up = item?.variantOf ?? parent?.id;
    navigate(up ? `${LIST}/${up}` : LIST);
  });
  const bind = (name: keyof typeof initial, help?: string) => {
    const { helperText, ...rest } = form.bind(name);
    return { ...rest, label: label(name), helperText: helperText ?? (help && label(help)) };
  };
  if (!exhibition && exhibitions.length === 0)
    return (
      <Alert
        severity="info"
        action={
          <Button color="inherit" size="small" component={Link} to="/exhibition/exhibitions/new?first">
            {translate('console.exhibition.exhibition.new')}
          </Button>
        }
      >
        {label('exhibition_first')}
      </Alert>
    );
  return (
    <Panel>
      {dialog}
      <Stack component="form" onSubmit={form.submit} noValidate sx={{ gap: 2 }}>
        {form.message && <Alert severity="error">{form.message}</Alert>}
        {!from && (
          <TextField
            select
            label={label('exhibition')}
            value={exhibitionId}
            onChange={(event) => setChosen(event.target.value)}
          >
            {exhibitions.map((one) => (
              <MenuItem key={one.id} value={one.id}>
                {one.name}
              </MenuItem>
            ))}
          </TextField>
        )}
        {!from && (
          <StallChoice stalls={stalls} value={stallId} onChange={setStallId} label="console.exhibition.item.seller" />
        )}
        <TextField
          {...(isVariant ? bind('variant', 'variant_help') : bind('name'))}
          autoFocus={!item}
          slotProps={{ htmlInput: { maxLength: isVariant ? 60 : 200 } }}
        />
        <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' } }}>
          <TextField
            {...bind('price', 'price_help')}
            label={`${label('price')}${exhibition ? ` (${exhibition.currency})` : ''}`}
            slotProps={{ htmlInput: { inputMode: 'decimal' } }}
          />
          <TextField select {...bind('unit')}>
            {UNITS.map((unit) => (
              <MenuItem key={unit} value={unit}>
                {label(`units.${unit}`)}
              </MenuItem>
            ))}
          </TextField>
          <TextField {...bind('code', 'code_help')} slotProps={{ htmlInput: { maxLength: 64 } }} />
          <TextField
            {...bind('quickKey', 'quickKey_help')}
            slotProps={{ htmlInput: { inputMode: 'numeric', maxLength: 2 } }}
          />
          <TextField {...bind('taxPercent', 'tax_help')} slotProps={{ htmlInput: { inputMode: 'decimal' } }} />
          <TextField {...bind('hsn', 'hsn_help')} slotProps={{ htmlInput: { inputMode: 'numeric' } }} />
          <TextField {...bind('category')} slotProps={{ htmlInput: { maxLength: 60, list: 'item-categories' } }} />
          {!item && <TextField {...bind('stock', 'stock_help')} slotProps={{ htmlInput: { inputMode: 'decimal' } }} />}
        </Box>
        <datalist id="item-categories">
          {categories.map((category) => (
            <option key={category} value={category} />
          ))}
        </datalist>
        <ColourField value={form.values.colour} onChange={(colour) => form.set('colour', colour)} />
        <PictureField
          purpose="exhibition.item"
          label={label('picture')}
          fileId={form.values.imageFileId}
          onChange={(id) => form.set('imageFileId', id)}
          ratio="1"
          width={96}
        />
        <Stack direction="row" sx={{ gap: 1, justifyContent: 'flex-end' }}>
          <Button color="inherit" onClick={() => navigate(LIST)}>
            {translate('ra.action.cancel')}
          </Button>
          <Button type="submit" variant="contained" disabled={form.busy || !can('exhibition.manage')}>
            {translate('ra.action.save')}
          </Button>
        </Stack>
      </Stack>
    </Panel>
  );
}
