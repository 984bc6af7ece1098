import {
  Alert,
  Box,
  Button,
  MenuItem,
  Stack,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  TextField,
} from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import type { ColumnPreview, ImportMapping } from './import-report.ts';
import { Panel } from './Panel.tsx';

const LEFT_OUT = '-';
const NOT_SAID = '';

/** What is chosen for each column: a field's key, left out, or not said yet. */
export type Chosen = string[];

/** What is chosen before a person says anything: what was found; what nobody misses, or was left out before, is left out. */
export function chosenOf({ mapping, source, unasked }: ColumnPreview): Chosen {
  return mapping.columns.map(
    (key, place) => key ?? (source !== 'guessed' || unasked.includes(place) ? LEFT_OUT : NOT_SAID),
  );
}

/** The places that nobody has said anything about, and the fields that have no column yet. */
export function openQuestions({ fields }: ColumnPreview, chosen: Chosen) {
  return {
    unsaid: chosen.flatMap((choice, place) => (choice === NOT_SAID ? [place] : [])),
    missing: fields.filter(({ key, required }) => required && !chosen.includes(key)),
  };
}

export const mappingOf = ({ mapping }: ColumnPreview, chosen: Chosen): ImportMapping => ({
  ...mapping,
  columns: chosen.map((choice) => (choice === LEFT_OUT ? null : choice)),
});

type Props = {
  preview: ColumnPreview;
  busy: boolean;
  onHeading: (row: number) => void;
  onCheck: (chosen: Chosen) => void;
};

/** Which column of the file is which, above its first rows. No column is left out without a word. */
export function ImportColumns({ preview, busy, onHeading, onCheck }: Props) {
  const translate = useTranslate();
  const [chosen, setChosen] = useState(() => chosenOf(preview));
  const label = (key: string, values?: object) => translate(`console.import.${key}`, values);
  const { unsaid, missing } = openQuestions(preview, chosen);
  const nameOf = (place: number) => preview.headings[place] || String(place + 1);
  return (
    <Panel
      title={label('columns')}
      padded={false}
      actions={
        <Button
          variant="outlined"
          disabled={busy || unsaid.length > 0 || missing.length > 0}
          onClick={() => onCheck(chosen)}
        >
          {label('check')}
        </Button>
      }
    >
      <Stack sx={{ px: 2.5, pb: 2, gap: 1.5 }}>
        <Alert severity="info">
          {label(`source.${preview.source}`)} {label('columns_text')}
        </Alert>
        {unsaid.length > 0 && (
          <Alert severity="warning">
            {label('unsaid', { smart_count: unsaid.length, columns: unsaid.map(nameOf).join(', ') })}
          </Alert>
        )}
        {missing.length > 0 && (
          <Alert severity="warning">
            {label('missing', { columns: missing.map(({ title }) => title).join(', ') })}
          </Alert>
        )}
        <HeadingLine preview={preview} onChoose={onHeading} />
      </Stack>
      <Box sx={{ overflowX: 'auto' }}>
        <Table size="small">
          <TableHead>
            <TableRow>
              {chosen.map((choice, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a column has no name but its place
                <TableCell key={place} sx={{ verticalAlign: 'bottom', minWidth: 150 }}>
                  <Box sx={{ mb: 0.5, overflowWrap: 'anywhere' }}>{nameOf(place)}</Box>
                  <TextField
                    select
                    fullWidth
                    value={choice}
                    error={choice === NOT_SAID}
                    onChange={(event) => setChosen(chosen.with(place, event.target.value))}
                    slotProps={{
                      htmlInput: { 'aria-label': nameOf(place) },
                      select: { displayEmpty: true },
                    }}
                  >
                    <MenuItem value={NOT_SAID} disabled>
                      {label('not_said')}
                    </MenuItem>
                    <MenuItem value={LEFT_OUT}>{label('leave_out')}</MenuItem>
                    {preview.fields
                      .filter(({ key, parts }) => parts || choice === key || !chosen.includes(key))
                      .map(({ key, title }) => (
                        <MenuItem key={key} value={key}>
                          {title}
                        </MenuItem>
                      ))}
                  </TextField>
                </TableCell>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {preview.rows.map((row, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a row of a previewed file has no other key
              <TableRow key={at}>
                {chosen.map((choice, place) => (
                  <TableCell
                    // biome-ignore lint/suspicious/noArrayIndexKey: a column has no name but its place
                    key={place}
                    sx={{
                      whiteSpace: 'nowrap',
                      maxWidth: 260,
                      overflow: 'hidden',
                      textOverflow: 'ellipsis',
                      ...(choice === LEFT_OUT && { color: 'text.disabled' }),
                    }}
                  >
                    {row[place]}
                  </TableCell>
                ))}
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </Box>
    </Panel>
  );
}

/** The line of the headings, to be chosen among the first lines of the file. */
function HeadingLine({ preview, onChoose }: { preview: ColumnPreview; onChoose: (row: number) => void }) {
  const translate = useTranslate();
  const rows = preview.top.flatMap((cells, at) => {
    const text = cells.filter(Boolean).join(' · ');
    return text || at + 1 === preview.mapping.headingRow ? [{ row: at + 1, text: text.slice(0, 100) }] : [];
  });
  return (
    <TextField
      select
      label={translate('console.import.heading_row')}
      value={preview.mapping.headingRow}
      onChange={(event) => onChoose(Number(event.target.value))}
      sx={{ maxWidth: 520 }}
    >
      <MenuItem value={0}>{translate('console.import.no_heading')}</MenuItem>
      {rows.map(({ row, text }) => (
        <MenuItem key={row} value={row}>
          {row}: {text}
        </MenuItem>
      ))}
    </TextField>
  );
}
