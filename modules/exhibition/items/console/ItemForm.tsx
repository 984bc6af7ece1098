import { Alert, Box, Button, FormControl, FormLabel, Radio, RadioGroup, TextField } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { Link, useSearchParams } from 'react-router-dom';
import { Columns, FormPanel, PictureField, SelectField, useCan } from '../../../../kernel/ui/index.ts';
import { ExhibitionChoice } from '../../exhibitions/console/ExhibitionChoice.tsx';
import { StallChoice } from '../../stalls/console/StallChoice.tsx';
import { useStalls } from '../../stalls/console/useStalls.ts';
import { COLOURS, UNITS } from '../contract.ts';
import { keyColours } from './looks.ts';
import { useExhibition } from './useExhibition.ts';
import { type Edited, type Form, LIST, useItemForm } from './useItemForm.ts';
import { useItems } from './useItems.ts';
import { useItemWords } from './useItemWords.ts';

/** Adds or changes an item or a variant of one. */
export function ItemForm({ item, parent }: Edited) {
  const can = useCan();
  const { label } = useItemWords();
  const [search] = useSearchParams();
  const from = item ?? parent;
  const [chosen, setChosen] = useState(from?.exhibitionId ?? search.get('exhibition') ?? '');
  const { exhibitions, exhibition, exhibitionId } = useExhibition(chosen);
  const { stalls } = useStalls(exhibitionId);
  const [stallId, setStallId] = useState('');
  const { form, isVariant } = useItemForm({ item, parent }, { exhibitionId, stallId });
  if (!exhibition) return <ExhibitionFirst />;
  return (
    <FormPanel form={form} cancel={LIST} may={can('exhibition.manage')}>
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
    </FormPanel>
  );
}

type FieldsProps = { form: Form; exhibition: { id: string; currency: string }; isVariant: boolean; isNew: boolean };

function Fields({ form, exhibition, isVariant, isNew }: FieldsProps) {
  const { label } = useItemWords();
  const categories = [...new Set(useItems(exhibition.id).data?.map(({ category }) => category))].filter(Boolean);
  const name = isVariant
    ? form.bind('variant', { help: 'variant_help', maxLength: 60 })
    : form.bind('name', { maxLength: 200 });
  return (
    <>
      <TextField {...name} autoFocus={isNew} />
      <Columns of="1fr 1fr" from="sm" gap={2}>
        <TextField
          {...form.bind('price', { help: 'price_help', inputMode: 'decimal' })}
          label={`${label('price')} (${exhibition.currency})`}
        />
        <SelectField {...form.bind('unit')} choices={UNITS.map((id) => ({ id, name: label(`units.${id}`) }))} />
        <TextField {...form.bind('code', { help: 'code_help', maxLength: 64 })} />
        <TextField {...form.bind('quickKey', { help: 'quickKey_help', inputMode: 'numeric', maxLength: 2 })} />
        <TextField {...form.bind('taxPercent', { help: 'tax_help', inputMode: 'decimal' })} />
        <TextField {...form.bind('hsn', { help: 'hsn_help', inputMode: 'numeric' })} />
        <TextField {...form.bind('category', { maxLength: 60, list: 'item-categories' })} />
        {isNew && <TextField {...form.bind('stock', { help: 'stock_help', inputMode: 'decimal' })} />}
      </Columns>
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

/** The colour of an item's key; each is a radio button, so that arrow keys choose. */
function ColourField({ value, onChange }: { value: string; onChange: (colour: string) => void }) {
  const { label } = useItemWords();
  return (
    <FormControl>
      <FormLabel sx={{ fontSize: 13, mb: 0.5 }}>{label('colour')}</FormLabel>
      <RadioGroup row value={value} onChange={(event) => onChange(event.target.value)} sx={{ gap: 0.75 }}>
        {(['', ...COLOURS] as const).map((colour) => (
          <Radio
            key={colour}
            value={colour}
            slotProps={{ input: { 'aria-label': label(`colours.${colour || 'none'}`) } }}
            icon={<Swatch colour={colour} />}
            checkedIcon={<Swatch colour={colour} chosen />}
            sx={{ p: 0.5 }}
          />
        ))}
      </RadioGroup>
    </FormControl>
  );
}

function Swatch({ colour, chosen }: { colour: (typeof COLOURS)[number] | ''; chosen?: boolean }) {
  return (
    <Box
      sx={{
        width: 30,
        height: 30,
        borderRadius: 1.5,
        border: 1,
        ...keyColours(colour || null),
        ...(chosen && { outline: '2px solid', outlineColor: 'primary.main', outlineOffset: 2 }),
      }}
    />
  );
}
