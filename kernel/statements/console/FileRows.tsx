import { Box, Table, TableBody, TableCell, TableHead, TableRow, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import type { Mapping, Preview } from './types.ts';

/** The first rows of the file, with the field that each column is mapped to. */
export function FileRows({ preview, mapping }: { preview: Preview; mapping: Mapping }) {
  const translate = useTranslate();
  const meanings = (heading: string) =>
    Object.entries(mapping)
      .filter(([field, value]) => (field === 'text' ? mapping.text.includes(heading) : value === heading))
      .map(([field]) => translate(`console.statements.column.${field}`, { _: field }));
  return (
    <Box sx={{ overflowX: 'auto' }}>
      <Table size="small">
        <TableHead>
          <TableRow>
            {preview.headings.map((heading) => {
              const known = meanings(heading);
              return (
                <TableCell
                  key={heading}
                  sx={{ verticalAlign: 'bottom', bgcolor: known.length > 0 ? 'action.selected' : undefined }}
                >
                  <Typography variant="caption" color="primary" component="div" sx={{ fontWeight: 650 }}>
                    {known.join(', ')}
                  </Typography>
                  {heading}
                </TableCell>
              );
            })}
          </TableRow>
        </TableHead>
        <TableBody>
          {preview.rows.slice(0, 6).map((row, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row of a previewed file has no other key.
            <TableRow key={i}>
              {preview.headings.map((heading, column) => (
                <TableCell
                  key={heading}
                  sx={{ whiteSpace: 'nowrap', maxWidth: 280, overflow: 'hidden', textOverflow: 'ellipsis' }}
                >
                  {row[column]}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}
