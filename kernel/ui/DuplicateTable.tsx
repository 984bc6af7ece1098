import { Box, Button, Stack, Table, TableBody, TableCell, TableHead, TableRow } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { SelectField } from './fields.tsx';
import { CHOICES, type Choice } from './import-report.ts';
import { api, request } from './light/index.ts';
import { ErrorNote } from './Notes.tsx';
import { useAction } from './useAction.tsx';
import { useLabels } from './useLabels.ts';

type Duplicate = {
  row: number;
  cells: Record<string, string>;
  column: string;
  firstRow: number | null;
  existing: { id: string; code: string; name: string } | null;
  choice: Choice | null;
};

const PAGE = 50;

/** On a phone, what belongs to a row stands below each other beside its number. */
const STACKED = {
  display: { xs: 'grid', sm: 'table-row' },
  gridTemplateColumns: '3rem minmax(0, 1fr)',
  borderBottom: { xs: 1, sm: 0 },
  borderColor: { xs: 'divider' },
  '& > td': { borderBottom: { xs: 0, sm: 1 }, borderColor: { xs: 'divider' }, gridColumn: { xs: 2 }, py: { xs: 0.75 } },
  '& > td:first-of-type': { gridColumn: { xs: 1 } },
};

/** Each duplicate row, the record it is like, and the choice for it; empty means the choice for all. */
export function DuplicateTable({ importId }: { importId: string }) {
  const translate = useTranslate();
  const text = useLabels('console.import');
  const { run } = useAction();
  const [cursors, setCursors] = useState<(string | undefined)[]>([undefined]);
  const after = cursors.at(-1);
  const query = useQuery({
    queryKey: ['import', importId, 'duplicates', after],
    queryFn: () => request<Duplicate[]>(`/imports/${importId}/duplicates`, { query: { limit: PAGE, after } }),
  });
  const choose = (row: number, choice: Choice | null) =>
    void run(
      async () => {
        await api.post(`/imports/${importId}/choices`, { rows: [{ row, choice }] });
        await query.refetch();
      },
      { refresh: false },
    );
  if (query.error) return <ErrorNote error={query.error} />;
  return (
    <>
      <Box sx={{ overflowX: 'auto', maxHeight: 480 }}>
        <Table size="small" stickyHeader>
          <TableHead sx={{ display: { xs: 'none', sm: 'table-header-group' } }}>
            <TableRow>
              <TableCell align="right">{text('row')}</TableCell>
              <TableCell>{text('in_file')}</TableCell>
              <TableCell>{text('like')}</TableCell>
              <TableCell>{text('becomes')}</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {query.data?.data.map(({ row, cells, column, firstRow, existing, choice }) => (
              <TableRow key={row} sx={STACKED}>
                <TableCell align="right">{row}</TableCell>
                <TableCell sx={{ overflowWrap: 'anywhere', minWidth: 170 }}>
                  {Object.values(cells).filter(Boolean).join(' · ')}
                </TableCell>
                <TableCell>
                  {existing
                    ? text('like_existing', { name: existing.name, code: existing.code })
                    : text('like_row', { row: firstRow })}{' '}
                  ({text(`by.${column}`, { _: column })})
                </TableCell>
                <TableCell>
                  <SelectField
                    size="small"
                    value={choice ?? ''}
                    onChange={(event) => choose(row, (event.target.value || null) as Choice | null)}
                    sx={{ minWidth: 150 }}
                    slotProps={{
                      htmlInput: { 'aria-label': `${text('becomes')} ${row}` },
                      select: { displayEmpty: true },
                    }}
                    none={text('as_all')}
                    choices={CHOICES.map((id) => ({ id, name: text(`choice.${id}`) }))}
                  />
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </Box>
      {(cursors.length > 1 || query.data?.page?.next) && (
        <Stack direction="row" sx={{ justifyContent: 'flex-end', gap: 1, p: 1 }}>
          <Button size="small" disabled={cursors.length === 1} onClick={() => setCursors(cursors.slice(0, -1))}>
            {translate('ra.navigation.previous')}
          </Button>
          <Button
            size="small"
            disabled={!query.data?.page?.next}
            onClick={() => setCursors([...cursors, query.data?.page?.next ?? undefined])}
          >
            {translate('ra.navigation.next')}
          </Button>
        </Stack>
      )}
    </>
  );
}
