import { TextField } from '@mui/material';

type Props = { label: string; required: boolean; value: string; onChange: (value: string) => void };

/** The text that a dialog requires before its action. */
export default function ReasonField({ label, required, value, onChange }: Props) {
  return (
    <TextField
      autoFocus
      fullWidth
      required={required}
      label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      sx={{ mt: 2 }}
      slotProps={{ htmlInput: { maxLength: 500 } }}
    />
  );
}
