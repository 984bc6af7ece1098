import { Alert, Box, Button, MenuItem, Stack, TextField } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { Link, useNavigate, useSearchParams } from 'react-router-dom';
import { Panel, PictureField, useCan } from '../../../../kernel/ui/index.ts';
import { ExhibitionChoice } from '../../exhibitions/console/ExhibitionChoice.tsx';
import { StallChoice } from '../../stalls/console/StallChoice.tsx';
import { useStalls } from '../../stalls/console/useStalls.ts';
import { UNITS } from '../contract.ts';
import { ColourField } from './ColourField.tsx';
import { useExhibition } from './useExhibition.ts';
import { type Edited, type Form, LIST, useItemForm } from './useItemForm.ts';
import { useItems } from './useItems.ts';
import { useItemWords } from './useItemWords.ts';

/** Adds or changes an item or a variant of one. */
export function ItemForm({ item, parent }: Edited) {
  const translate = useTranslate();
  const navigate = useNavigate();
  const can = useCan();
  const { label } = useItemWords();
  const [search] = useSearchParams();
  const from = item ?? parent;
  const [chosen, setChosen] = useState(from?.exhibitionId ?? search.get('exhibition') ?? '');
  const { exhibitions, exhibition, exhibitionId } = useExhibition(chosen);
  const { stalls } = useStalls(exhibitionId);
  const [stallId, setStallId] = useState('');
  const { form, dialog, isVariant } = useItemForm({ item, parent }, { exhibitionId, stallId });
  if (!exhibition) return <ExhibitionFirst />;
  return (
    <Panel>
      {dialog}
      <Stack component="form" onSubmit={form.submit} noValidate sx={{ gap: 2 }}>
        {form.message && <Alert severity="error">{form.message}</Alert>}
        {!from && (
          <>
            <ExhibitionChoice exhibitions={exhibitions} value={exhibitionId} onChange={setChosen} />
            <StallChoice stalls={stalls} value={stallId} onChange={setStallId} label="console.exhibition.item.seller" />
          </>
        )}
        <Fields form={form} exhibition={exhibition} isVariant={isVariant} isNew={!item} />
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

type FieldsProps = {
  form: Form;
  exhibition: { id: string; currency: string };
  isVariant: boolean;
  isNew: boolean;
};

function Fields({ form, exhibition, isVariant, isNew }: FieldsProps) {
  const { label } = useItemWords();
  const categories = [...new Set(useItems(exhibition.id).data?.map(({ category }) => category))].filter(Boolean);
  const bind = (name: keyof Form['values'], help?: string) => {
    const { helperText, ...rest } = form.bind(name);
    return { ...rest, label: label(name), helperText: helperText ?? (help && label(help)) };
  };
  return (
    <>
      <TextField
        {...(isVariant ? bind('variant', 'variant_help') : bind('name'))}
        autoFocus={isNew}
        slotProps={{ htmlInput: { maxLength: isVariant ? 60 : 200 } }}
      />
      <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' } }}>
        <TextField
          {...bind('price', 'price_help')}
          label={`${label('price')} (${exhibition.currency})`}
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
        {isNew && <TextField {...bind('stock', 'stock_help')} slotProps={{ htmlInput: { inputMode: 'decimal' } }} />}
      </Box>
      <datalist id="item-categories">
        {categories.map((category) => (
          <option key={category} value={category} />
        ))}
      </datalist>
    </>
  );
}

/** Shown where an item has nothing yet that it could belong to. */
function ExhibitionFirst() {
  const translate = useTranslate();
  return (
    <Alert
      severity="info"
      action={
        <Button color="inherit" size="small" component={Link} to="/exhibition/exhibitions/new?first">
          {translate('console.exhibition.exhibition.new')}
        </Button>
      }
    >
      {translate('console.exhibition.item.exhibition_first')}
    </Alert>
  );
}
