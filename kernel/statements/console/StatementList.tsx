import UploadIcon from '@mui/icons-material/FileUploadOutlined';
import { Button } from '@mui/material';
import { Link } from 'react-router-dom';
import {
  Caption,
  type Column,
  Page,
  ResourceList,
  RowCard,
  StateChip,
  Strong,
  useFormat,
  useLabels,
} from '../../ui/index.ts';
import type { Statement } from './types.ts';

const LIVE = ['statement', 'payment'];

/** The imported statements, with the number of open lines in each. */
export default function StatementList() {
  const label = useLabels('console.statements');
  const format = useFormat();
  const upload = (
    <Button variant="contained" startIcon={<UploadIcon />} component={Link} to="/payments/statements/import">
      {label('import')}
    </Button>
  );
  const period = (row: Statement) => `${format.day(row.fromOn)} – ${format.day(row.toOn)}`;
  const columns: Column<Statement>[] = [
    {
      key: 'bank',
      label: label('bank'),
      render: (row) => (
        <>
          <Strong variant="body2">{row.format.name}</Strong>
          <Caption sx={{ overflowWrap: 'anywhere' }}>{row.fileName}</Caption>
        </>
      ),
    },
    { key: 'period', label: label('period'), nowrap: true, render: period },
    { key: 'lines', label: label('lines'), align: 'right', from: 'md', render: (row) => format.number(row.lines) },
    { key: 'matched', label: label('matched'), align: 'right', render: (row) => format.number(row.matched) },
    { key: 'open', label: label('open'), render: (row) => <Open row={row} /> },
    { key: 'by', label: label('created_by'), from: 'lg', render: (row) => row.createdBy },
    { key: 'created', label: label('created_at'), from: 'md', time: (row) => row.createdAt },
  ];
  return (
    <Page title={label('title')} subtitle={label('text')} actions={upload}>
      <ResourceList<Statement>
        resource="statements"
        columns={columns}
        card={(row) => (
          <RowCard title={row.format.name} note={[period(row), row.fileName]} right={<Open row={row} />} />
        )}
        href={(row) => `/payments/statements/${row.id}`}
        live={LIVE}
        empty={{ title: label('none'), text: label('none_text'), action: upload }}
      />
    </Page>
  );
}

function Open({ row }: { row: Statement }) {
  const label = useLabels('console.statements');
  return row.open === 0 ? (
    <StateChip tone="good" label={label('all_settled')} />
  ) : (
    <StateChip tone="warning" label={label('open_count', { smart_count: row.open })} />
  );
}
