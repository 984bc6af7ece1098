import { Box, FormControlLabel, FormHelperText, MenuItem, Switch, TextField, type TextFieldProps } from '@mui/material';

type SelectProps = TextFieldProps & {
  choices: readonly { id: string; name: string }[];
  /** the entry for no value */
  none?: string | undefined;
};

/** A field with some values to choose from: `<SelectField {...form.bind('language')} choices={…} />`. */
export function SelectField({ choices, none, ...field }: SelectProps) {
  return (
    <TextField select {...field}>
      {none !== undefined && <MenuItem value="">{none}</MenuItem>}
      {choices.map(({ id, name }) => (
        <MenuItem key={id} value={id}>
          {name}
        </MenuItem>
      ))}
    </TextField>
  );
}

type SwitchProps = {
  label: string;
  name?: string;
  help?: string | undefined;
  checked: boolean;
  onChange: (on: boolean) => void;
  disabled?: boolean;
};

/** A switch with its text: `<SwitchField {...form.toggle('open')} />`. */
export function SwitchField({ label, help, onChange, ...field }: SwitchProps) {
  return (
    <Box>
      <FormControlLabel control={<Switch {...field} onChange={(_, on) => onChange(on)} />} label={label} />
      {help && <FormHelperText>{help}</FormHelperText>}
    </Box>
  );
}
