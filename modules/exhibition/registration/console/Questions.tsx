import AddIcon from '@mui/icons-material/Add';
import UpIcon from '@mui/icons-material/ArrowUpward';
import RemoveIcon from '@mui/icons-material/DeleteOutlined';
import { Box, Button, FormControlLabel, IconButton, Stack, Switch, TextField, Typography } from '@mui/material';
import { Muted, SelectField, useLabels } from '../../../../kernel/ui/index.ts';
import { FIELD_KINDS, MAX_FIELDS } from '../../form/contract.ts';
import type { Field } from './types.ts';

type Props = { fields: Field[]; faultOf: (name: string) => string | undefined; onChange: (fields: Field[]) => void };

/** What the page asks besides name and contact, in its order. */
export function Questions({ fields, faultOf, onChange }: Props) {
  const label = useLabels('console.exhibition.form');
  const change = (index: number, part: Partial<Field>) =>
    onChange(fields.map((field, at) => (at === index ? { ...field, ...part } : field)));
  const up = (index: number) => onChange(fields.toSpliced(index, 1).toSpliced(index - 1, 0, fields[index] as Field));
  // The server keeps an id that it is given, so answers belong to the question from the start.
  const add = () =>
    onChange([...fields, { id: crypto.randomUUID(), kind: 'text', label: '', required: false, choices: [] }]);
  return (
    <Stack sx={{ gap: 1.5 }}>
      <Box>
        <Typography variant="h3">{label('fields')}</Typography>
        <Muted>{label('fields_help')}</Muted>
      </Box>
      {fields.map((field, index) => (
        <Stack key={field.id} sx={{ gap: 1.5, p: 1.5, border: 1, borderColor: 'divider', borderRadius: 2 }}>
          <Stack direction={{ xs: 'column', sm: 'row' }} sx={{ gap: 1.5 }}>
            <TextField
              label={label('label')}
              value={field.label}
              onChange={({ target }) => change(index, { label: target.value })}
              error={Boolean(faultOf(`fields.${index}.label`))}
              helperText={faultOf(`fields.${index}.label`)}
              fullWidth
              slotProps={{ htmlInput: { maxLength: 120 } }}
            />
            <SelectField
              label={label('kind')}
              value={field.kind}
              onChange={({ target }) => change(index, { kind: target.value as Field['kind'] })}
              sx={{ minWidth: 170 }}
              choices={FIELD_KINDS.map((id) => ({ id, name: label(`kinds.${id}`) }))}
            />
          </Stack>
          {field.kind === 'choice' && (
            <TextField
              label={label('choices')}
              value={field.choices.join('\n')}
              onChange={({ target }) => change(index, { choices: target.value.split('\n') })}
              error={Boolean(faultOf(`fields.${index}.choices`))}
              helperText={faultOf(`fields.${index}.choices`)}
              multiline
              minRows={2}
            />
          )}
          <Stack direction="row" sx={{ alignItems: 'center', gap: 0.5 }}>
            <FormControlLabel
              sx={{ flex: 1 }}
              control={
                <Switch checked={field.required} onChange={(_, on) => change(index, { required: on })} size="small" />
              }
              label={label('required')}
            />
            <IconButton aria-label={label('up')} disabled={index === 0} onClick={() => up(index)}>
              <UpIcon />
            </IconButton>
            <IconButton aria-label={label('remove')} onClick={() => onChange(fields.toSpliced(index, 1))}>
              <RemoveIcon />
            </IconButton>
          </Stack>
        </Stack>
      ))}
      <Button startIcon={<AddIcon />} onClick={add} disabled={fields.length >= MAX_FIELDS} sx={{ alignSelf: 'start' }}>
        {label('add')}
      </Button>
    </Stack>
  );
}
