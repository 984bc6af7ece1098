import { List, ListItem, ListItemButton, Skeleton, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { Code, EmptyNote, Strong, useFormat } from '../../../../kernel/ui/index.ts';
import type { DashboardData } from './types.ts';

export function TopCustomers({ rows }: { rows?: DashboardData['topCustomers'] }) {
  const translate = useTranslate();
  const format = useFormat();
  if (!rows) return <Skeleton variant="rounded" height={220} sx={{ m: 2 }} />;
  if (rows.length === 0) return <EmptyNote title={translate('console.exhibition.dashboard.nothing')} />;
  return (
    <List disablePadding sx={{ pb: 1 }}>
      {rows.map((row, index) => (
        <ListItem key={row.id} disablePadding>
          <ListItemButton component={Link} to={`/exhibition/customers/${row.id}`} sx={{ px: 2.5, gap: 2 }}>
            <Typography variant="body2" color="textSecondary" className="figures" sx={{ width: 18 }}>
              {index + 1}
            </Typography>
            <Typography variant="body2" noWrap sx={{ flex: 1, fontWeight: 550 }}>
              {row.name}
            </Typography>
            <Typography component="span" color="textSecondary" sx={{ display: { xs: 'none', sm: 'block' } }}>
              <Code value={row.code} size="0.8rem" />
            </Typography>
            <Strong variant="body2" className="figures" sx={{ minWidth: 96, textAlign: 'right' }}>
              {format.money(row.total, row.currency)}
            </Strong>
          </ListItemButton>
        </ListItem>
      ))}
    </List>
  );
}
