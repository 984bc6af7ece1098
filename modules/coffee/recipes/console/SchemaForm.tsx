import AddIcon from '@mui/icons-material/Add';
import RemoveIcon from '@mui/icons-material/DeleteOutlined';
import { Box, Button, IconButton, MenuItem, Stack, TextField, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';

/** The part of JSON Schema that recipes use. */
export type Schema = {
  type?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  enum?: string[];
  maxItems?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
};

type Props = {
  schema: Schema;
  /** the field's own name; its text is `console.coffee.recipe.field.<name>` */
  name: string;
  value: unknown;
  /** codes to choose from, for texts that name something */
  choices?: Record<string, { id: string; name: string }[]>;
  disabled: boolean;
  onChange: (value: unknown) => void;
};

/** Fields for a value, made from its JSON Schema: objects, lists, choices, numbers and texts. */
export function SchemaForm({ schema, name, value, choices, disabled, onChange }: Props) {
  const translate = useTranslate();
  const label = translate(`console.coffee.recipe.field.${name}`);
  const rest = { ...(choices && { choices }), disabled };
  if (schema.type === 'object') {
    const object = (value ?? {}) as Record<string, unknown>;
    return (
      <Box
        sx={{
          display: 'grid',
          gap: 2,
          gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 150px), 1fr))',
          flex: 1,
          minWidth: 0,
        }}
      >
        {Object.entries(schema.properties ?? {}).map(([key, part]) => (
          <Box key={key} sx={part.type === 'array' ? { gridColumn: '1 / -1' } : undefined}>
            <SchemaForm
              {...rest}
              schema={part}
              name={key}
              value={object[key]}
              onChange={(next) => onChange(without({ ...object, [key]: next }))}
            />
          </Box>
        ))}
      </Box>
    );
  }
  if (schema.type === 'array') {
    const list = (value ?? []) as unknown[];
    const set = (next: unknown[]) => onChange(next.length === 0 ? undefined : next);
    return (
      <Stack sx={{ gap: 1.5 }}>
        <Typography variant="subtitle2" component="div">
          {label}
        </Typography>
        {list.map((one, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a list have no names
          <Stack key={i} direction="row" sx={{ gap: 1, alignItems: 'start' }}>
            <SchemaForm
              {...rest}
              schema={schema.items ?? {}}
              name={name}
              value={one}
              onChange={(next) => set(list.with(i, next))}
            />
            {!disabled && (
              <IconButton
                aria-label={translate('console.coffee.recipe.remove')}
                onClick={() => set(list.filter((_, k) => k !== i))}
              >
                <RemoveIcon />
              </IconButton>
            )}
          </Stack>
        ))}
        {!disabled && list.length < (schema.maxItems ?? 100) && (
          <Button startIcon={<AddIcon />} onClick={() => set([...list, {}])} sx={{ alignSelf: 'start' }}>
            {translate('console.coffee.recipe.add_part')}
          </Button>
        )}
      </Stack>
    );
  }
  const options = schema.enum
    ? schema.enum.map((id) => ({ id, name: translate(`console.coffee.recipe.${name}.${id}`) }))
    : choices?.[name];
  const numeric = schema.type === 'number' || schema.type === 'integer';
  return (
    <TextField
      label={label}
      size="small"
      fullWidth
      disabled={disabled}
      value={value ?? ''}
      select={options !== undefined}
      type={numeric ? 'number' : 'text'}
      onChange={({ target }) =>
        onChange(target.value === '' ? undefined : numeric ? Number(target.value) : target.value)
      }
      slotProps={{
        htmlInput: {
          maxLength: schema.maxLength,
          ...(numeric && { min: schema.minimum, max: schema.maximum, step: schema.type === 'integer' ? 1 : 'any' }),
        },
      }}
    >
      {options?.map(({ id, name: text }) => (
        <MenuItem key={id} value={id}>
          {text}
        </MenuItem>
      ))}
    </TextField>
  );
}

/** The same without what is empty. */
const without = (object: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
