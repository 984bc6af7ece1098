import { Box, Table, TableBody, TableCell, TableHead, TableRow } from '@mui/material';
import { useTranslate } from 'react-admin';

export type ImportFault = { row: number; column: string | null; value: string | null; code: string; message: string };

/** What POST /imports/{name} found, and later what the run did. */
export type ImportReport = {
  id: string;
  /** checked, running, done, failed or cancelled */
  state: string;
  total: number;
  good: number;
  bad: number;
  /** from this row on the file can't be read */
  brokenRow: number | null;
  /** headings that mean nothing here */
  ignored: string[];
  /** the first 200 */
  faults: ImportFault[];
  taskId: string | null;
  written: number;
  refused: number;
};

/** Every faulty cell: which row, which column, what stood there, what is wrong with it. */
export function FaultTable({ report }: { report: Pick<ImportReport, 'faults'> }) {
  const translate = useTranslate();
  return (
    <Box sx={{ overflowX: 'auto', maxHeight: 480 }}>
      <Table size="small" stickyHeader>
        <TableHead>
          <TableRow>
            <TableCell align="right">{translate('console.import.row')}</TableCell>
            <TableCell>{translate('console.import.column')}</TableCell>
            <TableCell>{translate('console.import.value')}</TableCell>
            <TableCell>{translate('console.import.fault')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {report.faults.map((fault) => (
            <TableRow key={`${fault.row}-${fault.column}-${fault.code}`}>
              <TableCell align="right">{fault.row}</TableCell>
              <TableCell>{fault.column}</TableCell>
              <TableCell sx={{ fontFamily: 'monospace', overflowWrap: 'anywhere' }}>{fault.value}</TableCell>
              <TableCell>{fault.message}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}
