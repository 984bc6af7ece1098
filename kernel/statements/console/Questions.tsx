import { Alert, Box, Button, MenuItem, Stack, TextField, Typography } from '@mui/material';
import { SelectField, useLabels } from '../../ui/index.ts';
import type { Mapping, Preview } from './types.ts';

type Props = { preview: Preview; mapping: Mapping; onChange: (mapping: Mapping) => void };
const MEANS = ['in', 'out', 'neither'] as const;

/** What the file doesn't tell: the order of its days, and words that may mean money in or money out. */
export function Questions({ preview, mapping, onChange }: Props) {
  const label = useLabels('console.statements');
  const said = mapping.directions ?? [];
  // What was said stays on the screen, so that a slip can be put right.
  const words = [
    ...said.map(({ word }) => ({ word, rows: null })),
    ...preview.questions.filter(({ word }) => !said.some((one) => one.word === word)),
  ];
  const say = (word: string, means: string) => {
    const others = said.filter((one) => one.word !== word);
    const known = MEANS.find((one) => one === means);
    onChange({ ...mapping, directions: known ? [...others, { word, means: known }] : others });
  };
  return (
    <>
      {preview.warnings.map(({ code, message, dateOrder }) => (
        <Alert
          key={code}
          severity="warning"
          action={
            dateOrder && (
              <Button color="inherit" size="small" onClick={() => onChange({ ...mapping, dateOrder })}>
                {label('use_order', { order: label(`date_orders.${dateOrder}`) })}
              </Button>
            )
          }
        >
          {message}
        </Alert>
      ))}
      {words.length > 0 && (
        <Stack sx={{ gap: 1.5 }}>
          <Typography variant="body2">{label('directions')}</Typography>
          <Box sx={{ display: 'grid', gap: 1.5, gridTemplateColumns: 'repeat(auto-fill, minmax(220px, 1fr))' }}>
            {words.map(({ word, rows }) => (
              <SelectField
                key={word}
                label={rows === null ? `“${word}”` : label('direction_word', { word, smart_count: rows })}
                value={said.find((one) => one.word === word)?.means ?? ''}
                onChange={(event) => say(word, event.target.value)}
                none="—"
                choices={MEANS.map((id) => ({ id, name: label(`means.${id}`) }))}
              />
            ))}
          </Box>
        </Stack>
      )}
    </>
  );
}

/** The line that has the headings: the one that was found, or any other of the first sixty. */
export function HeadingRow({ preview, onChoose }: { preview: Preview; onChoose: (row: number) => void }) {
  const label = useLabels('console.statements');
  const lines = preview.top.flatMap((cells, index) => {
    const text = cells.filter(Boolean).join(' · ').slice(0, 90);
    return text === '' ? [] : [{ row: index + 1, text }];
  });
  return (
    <TextField
      select
      label={label('heading_row')}
      value={preview.headingRow}
      onChange={(event) => onChoose(Number(event.target.value))}
      sx={{ maxWidth: 720 }}
    >
      <MenuItem value={0}>{label('heading_none')}</MenuItem>
      {lines.map(({ row, text }) => (
        <MenuItem key={row} value={row}>
          {label('heading_line', { row, text })}
        </MenuItem>
      ))}
    </TextField>
  );
}
