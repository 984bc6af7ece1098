import { Box, FormControlLabel, FormHelperText, MenuItem, Switch, TextField, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';

/** The part of JSON Schema that settings use, with titles in the person's language. */
export type FieldSchema = {
  type?: string;
  title?: string;
  description?: string;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  secret?: boolean;
  options?: { value: string | number; title: string }[];
  items?: { type?: string };
};

type Props = {
  schema: FieldSchema;
  value: unknown;
  secretSet: boolean;
  /** Someone chose the value; otherwise the default shows. */
  chosen: boolean;
  error?: string;
  disabled: boolean;
  onChange: (value: unknown) => void;
};

/** Long texts get room; the schema's own limit tells which are long. */
const LONG_TEXT = 500;

export function SchemaField({ schema, value, secretSet, chosen, error, disabled, onChange }: Props) {
  const translate = useTranslate();
  const help = (
    <>
      {error ?? schema.description}
      {chosen && !disabled && (
        <Typography component="button" type="button" variant="caption" onClick={() => onChange(null)} sx={RESET}>
          {translate('console.settings_page.default')}
        </Typography>
      )}
    </>
  );
  if (schema.type === 'boolean') {
    return (
      <Box>
        <FormControlLabel
          disabled={disabled}
          control={<Switch checked={value === true} onChange={(event) => onChange(event.target.checked)} />}
          label={schema.title}
        />
        <FormHelperText error={Boolean(error)}>{help}</FormHelperText>
      </Box>
    );
  }
  const numeric = schema.type === 'integer' || schema.type === 'number';
  const list = schema.type === 'array';
  const read = (text: string) => {
    if (numeric) return text === '' ? null : Number(text);
    return list
      ? text
          .split(',')
          .map((part) => part.trim())
          .filter(Boolean)
      : text;
  };
  return (
    <TextField
      select={Boolean(schema.options)}
      label={schema.title}
      type={schema.secret ? 'password' : numeric ? 'number' : 'text'}
      value={list ? (Array.isArray(value) ? value.join(', ') : '') : (value ?? '')}
      onChange={(event) => onChange(read(event.target.value))}
      disabled={disabled}
      error={Boolean(error)}
      helperText={help}
      fullWidth
      multiline={!schema.options && !schema.secret && !numeric && (schema.maxLength ?? 0) >= LONG_TEXT}
      minRows={3}
      placeholder={schema.secret && secretSet ? translate('console.settings_page.secret_set') : undefined}
      autoComplete={schema.secret ? 'new-password' : 'off'}
      slotProps={{
        htmlInput: { min: schema.minimum, max: schema.maximum, maxLength: schema.maxLength },
        inputLabel: schema.secret && secretSet ? { shrink: true } : undefined,
      }}
    >
      {schema.options?.map((option) => (
        <MenuItem key={option.value} value={option.value}>
          {option.title}
        </MenuItem>
      ))}
    </TextField>
  );
}

const RESET = {
  border: 0,
  background: 'none',
  p: 0,
  ml: 1,
  color: 'primary.main',
  cursor: 'pointer',
  font: 'inherit',
  '&:hover': { textDecoration: 'underline' },
} as const;
