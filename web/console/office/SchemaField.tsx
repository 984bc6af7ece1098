import { Box, FormControlLabel, FormHelperText, MenuItem, Switch, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { type Region, typedNumber } from '../../../kernel/lib/numbers.ts';
import { PictureField, useSession } from '../../../kernel/ui/index.ts';

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
  /** The value is the id of a file of this purpose. */
  picture?: string;
  options?: { value: string | number; title: string }[];
};

type Props = {
  schema: FieldSchema;
  value: unknown;
  secretSet: boolean;
  /** Somebody chose the value; otherwise the default is shown. */
  chosen: boolean;
  error?: string;
  disabled: boolean;
  onChange: (value: unknown) => void;
};

/** Long texts get a larger field; the schema's limit tells which are long. */
const LONG_TEXT = 500;

export function SchemaField({ schema, value, secretSet, chosen, error, disabled, onChange }: Props) {
  const translate = useTranslate();
  const { organization } = useSession();
  const [typed, setTyped] = useState('');
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
  if (schema.picture && !disabled) {
    return (
      <Box>
        <PictureField
          purpose={schema.picture}
          label={schema.title ?? ''}
          fileId={String(value ?? '')}
          onChange={onChange}
          whole
        />
        <FormHelperText error={Boolean(error)}>{error ?? schema.description}</FormHelperText>
      </Box>
    );
  }
  const numeric = schema.type === 'integer' || schema.type === 'number';
  const whole = schema.type === 'integer';
  // The typed text, as long as it means the value: "12." while typing "12.05".
  const shown = numeric && typed !== '' && readNumber(typed, whole, organization) === value ? typed : value;
  const read = (text: string) => (numeric ? readNumber(text, whole, organization) : text);
  return (
    <TextField
      select={Boolean(schema.options)}
      label={schema.title}
      type={schema.secret ? 'password' : 'text'}
      value={shown ?? ''}
      onChange={(event) => {
        setTyped(event.target.value);
        onChange(read(event.target.value));
      }}
      disabled={disabled}
      error={Boolean(error)}
      helperText={help}
      fullWidth
      multiline={!schema.options && !schema.secret && !numeric && (schema.maxLength ?? 0) >= LONG_TEXT}
      minRows={3}
      placeholder={schema.secret && secretSet ? translate('console.settings_page.secret_set') : undefined}
      autoComplete={schema.secret ? 'new-password' : 'off'}
      slotProps={{
        htmlInput: { maxLength: schema.maxLength, ...(numeric && { inputMode: 'decimal' }) },
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

/**
 * A number as people type it: `1,000`, `१२५`. Until it is a number it stays a text, which the server refuses with a
 * message. The browser's own number field hides input that it doesn't understand.
 */
function readNumber(text: string, whole: boolean, region: Region): number | string | null {
  if (text.trim() === '') return null;
  const plain = typedNumber(text, whole ? 0 : 2, region);
  return /^\d+(\.\d+)?$/.test(plain) ? Number(plain) : text;
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
