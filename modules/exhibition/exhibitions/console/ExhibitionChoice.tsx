import { MenuItem, TextField, type TextFieldProps } from '@mui/material';
import { useTranslate } from 'react-admin';

type Props = {
  exhibitions: readonly { id: string; name: string }[];
  value: string;
  onChange: (id: string) => void;
  /** none of them, an empty value, may be chosen too */
  none?: boolean;
} & Pick<TextFieldProps, 'fullWidth' | 'sx'>;

/** One of the exhibitions. */
export function ExhibitionChoice({ exhibitions, onChange, none = false, ...field }: Props) {
  const translate = useTranslate();
  return (
    <TextField
      select
      label={translate('console.exhibition.exhibition.one')}
      onChange={(event) => onChange(event.target.value)}
      {...field}
    >
      {none && <MenuItem value="">—</MenuItem>}
      {exhibitions.map(({ id, name }) => (
        <MenuItem key={id} value={id}>
          {name}
        </MenuItem>
      ))}
    </TextField>
  );
}
