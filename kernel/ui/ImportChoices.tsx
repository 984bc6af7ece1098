import { FormControl, FormControlLabel, FormHelperText, FormLabel, Radio, RadioGroup } from '@mui/material';
import { useTranslate } from 'react-admin';

type Props<T extends string> = {
  /** `choice` or `send`: the texts are console.import.<name>.… */
  name: string;
  options: readonly T[];
  value: T | null;
  onChange: (value: T) => void;
};

/**
 * One question before an import runs. Nothing is preselected: either answer may send messages to thousands of people.
 */
export function ImportQuestion<T extends string>({ name, options, value, onChange }: Props<T>) {
  const translate = useTranslate();
  const text = (key: string) => translate(`console.import.${name}.${key}`);
  return (
    <FormControl>
      <FormLabel id={`import-${name}`}>{text('question')}</FormLabel>
      <RadioGroup
        row
        aria-labelledby={`import-${name}`}
        value={value ?? ''}
        onChange={(_, chosen) => onChange(chosen as T)}
      >
        {options.map((option) => (
          <FormControlLabel key={option} value={option} control={<Radio size="small" />} label={text(option)} />
        ))}
      </RadioGroup>
      <FormHelperText sx={{ mx: 0 }}>{text('help')}</FormHelperText>
    </FormControl>
  );
}
