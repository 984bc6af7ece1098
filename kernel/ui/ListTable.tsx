import { Checkbox, Skeleton, Table, TableBody, TableCell, TableHead, TableRow, TableSortLabel } from '@mui/material';
import type { MouseEvent } from 'react';
import { type RaRecord, useListContext, useTranslate } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import type { Column } from './column.ts';
import type { ResourceListProps } from './list-props.ts';

const SKELETONS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

export function ListTable<T extends RaRecord>(props: ResourceListProps<T>) {
  const { columns, bulk } = props;
  const translate = useTranslate();
  const list = useListContext<T>();
  const rows = list.data ?? [];
  const all = rows.length > 0 && rows.every((row) => list.selectedIds.includes(row.id));
  return (
    <Table size="small">
      <TableHead>
        <TableRow>
          {bulk && (
            <TableCell padding="checkbox">
              <Checkbox
                size="small"
                checked={all}
                indeterminate={!all && list.selectedIds.length > 0}
                onChange={() => list.onSelect(all ? [] : rows.map((row) => row.id))}
                slotProps={{ input: { 'aria-label': translate('ra.action.select_all') } }}
              />
            </TableCell>
          )}
          {columns.map((column) => (
            <Head key={column.key} column={column} />
          ))}
        </TableRow>
      </TableHead>
      <TableBody>
        {list.isPending
          ? SKELETONS.map((key) => (
              <TableRow key={key}>
                {bulk && <TableCell padding="checkbox" />}
                {columns.map((column) => (
                  <TableCell key={column.key} sx={visible(column)}>
                    <Skeleton width="70%" />
                  </TableCell>
                ))}
              </TableRow>
            ))
          : rows.map((row) => <Row key={props.keyOf?.(row) ?? row.id} row={row} {...props} />)}
      </TableBody>
    </Table>
  );
}

function visible<T extends RaRecord>(column: Column<T>) {
  return column.from ? { display: { xs: 'none', [column.from]: 'table-cell' } } : undefined;
}

function Head<T extends RaRecord>({ column }: { column: Column<T> }) {
  const { sort, setSort } = useListContext();
  const active = sort.field === column.sort;
  const direction = (active ? sort.order : (column.only ?? 'ASC')) === 'DESC' ? 'desc' : 'asc';
  const next = column.only ?? (active && sort.order === 'ASC' ? 'DESC' : 'ASC');
  return (
    <TableCell align={column.align} sx={visible(column)} sortDirection={active ? direction : false}>
      {column.sort ? (
        <TableSortLabel
          active={active}
          direction={direction}
          onClick={() => setSort({ field: column.sort as string, order: next })}
        >
          {column.label}
        </TableSortLabel>
      ) : (
        column.label
      )}
    </TableCell>
  );
}

function Row<T extends RaRecord>({ row, columns, bulk, href, onChoose, chosenId }: ResourceListProps<T> & { row: T }) {
  const navigate = useNavigate();
  const { selectedIds, onToggleItem } = useListContext();
  const choose = (event: MouseEvent) => {
    // Links, buttons and inputs inside a row keep their own function.
    if ((event.target as HTMLElement).closest('a, button, input, label')) return;
    if (window.getSelection()?.toString()) return;
    if (onChoose) onChoose(row);
    else if (href) navigate(href(row));
  };
  return (
    <TableRow
      hover={Boolean(href || onChoose)}
      selected={(chosenId !== undefined && row.id === chosenId) || selectedIds.includes(row.id)}
      onClick={choose}
      sx={{ cursor: href || onChoose ? 'pointer' : undefined, '&:last-child td': { borderBottom: 0 } }}
    >
      {bulk && (
        <TableCell padding="checkbox">
          <Checkbox size="small" checked={selectedIds.includes(row.id)} onChange={() => onToggleItem(row.id)} />
        </TableCell>
      )}
      {columns.map((column) => (
        <TableCell
          key={column.key}
          align={column.align}
          sx={{ ...visible(column), ...(column.nowrap && { whiteSpace: 'nowrap' }) }}
        >
          {column.render(row)}
        </TableCell>
      ))}
    </TableRow>
  );
}
