import UploadIcon from '@mui/icons-material/FileUploadOutlined';
import { Button, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { type Column, Page, ResourceList, StateChip, useFormat } from '../../ui/index.ts';
import type { Statement } from './types.ts';

const LIVE = ['statement', 'payment'];

/** The imported statements, with the number of open lines in each. */
export default function StatementList() {
  const translate = useTranslate();
  const format = useFormat();
  const label = (name: string) => translate(`console.statements.${name}`);
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
          <Typography variant="body2" sx={{ fontWeight: 600 }}>
            {row.format.name}
          </Typography>
          <Typography variant="caption" color="textSecondary" sx={{ overflowWrap: 'anywhere' }}>
            {row.fileName}
          </Typography>
        </>
      ),
    },
    { key: 'period', label: label('period'), nowrap: true, render: period },
    { key: 'lines', label: label('lines'), align: 'right', from: 'md', render: (row) => format.number(row.lines) },
    { key: 'matched', label: label('matched'), align: 'right', render: (row) => format.number(row.matched) },
    { key: 'open', label: label('open'), render: (row) => <Open row={row} /> },
    { key: 'by', label: label('created_by'), from: 'lg', render: (row) => row.createdBy },
    {
      key: 'created',
      label: label('created_at'),
      from: 'md',
      nowrap: true,
      render: (row) => format.dateTime(row.createdAt),
    },
  ];
  return (
    <Page title={label('title')} subtitle={label('text')} actions={upload}>
      <ResourceList<Statement>
        resource="statements"
        columns={columns}
        card={(row) => (
          <Stack sx={{ gap: 0.5 }}>
            <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1 }}>
              <Typography sx={{ fontWeight: 600 }} noWrap>
                {row.format.name}
              </Typography>
              <Open row={row} />
            </Stack>
            <Typography variant="caption" color="textSecondary" noWrap>
              {[period(row), row.fileName].join(' · ')}
            </Typography>
          </Stack>
        )}
        href={(row) => `/payments/statements/${row.id}`}
        live={LIVE}
        empty={{ title: label('none'), text: label('none_text'), action: upload }}
      />
    </Page>
  );
}

function Open({ row }: { row: Statement }) {
  const translate = useTranslate();
  return row.open === 0 ? (
    <StateChip tone="good" label={translate('console.statements.all_settled')} />
  ) : (
    <StateChip tone="warning" label={translate('console.statements.open_count', { smart_count: row.open })} />
  );
}
