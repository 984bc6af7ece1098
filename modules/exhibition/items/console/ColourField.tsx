import { Box, FormControl, FormLabel, Radio, RadioGroup } from '@mui/material';
import { COLOURS } from '../contract.ts';
import { keyColours } from './looks.ts';
import { useItemWords } from './useItemWords.ts';

/** The colour of an item's key; each is a radio button, so that arrow keys choose. */
export function ColourField({ value, onChange }: { value: string; onChange: (colour: string) => void }) {
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
