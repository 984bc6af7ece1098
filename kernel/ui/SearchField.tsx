import SearchIcon from '@mui/icons-material/Search';
import { InputAdornment, TextField, type TextFieldProps } from '@mui/material';

/** A field to search with what is on the page. */
export function SearchField(props: TextFieldProps) {
  const startAdornment = (
    <InputAdornment position="start">
      <SearchIcon fontSize="small" />
    </InputAdornment>
  );
  return <TextField type="search" {...props} slotProps={{ ...props.slotProps, input: { startAdornment } }} />;
}
