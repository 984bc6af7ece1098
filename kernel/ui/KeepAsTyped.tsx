import { Checkbox, FormControlLabel } from '@mui/material';
import { useTranslate } from 'react-admin';

type Props = {
  /** what is typed in the field of the number */
  phone: string;
  /** whether the server refused it, or it was ticked since */
  refused: boolean;
  checked: boolean;
  onChange: (keep: boolean) => void;
};

/** Below a telephone number that looks impossible: a person says that it is right as it is typed. */
export function KeepAsTyped({ phone, refused, checked, onChange }: Props) {
  const translate = useTranslate();
  if (phone.trim() === '' || !(refused || checked)) return null;
  return (
    <FormControlLabel
      control={<Checkbox checked={checked} onChange={(_, keep) => onChange(keep)} />}
      label={translate('console.keep_as_typed')}
    />
  );
}
