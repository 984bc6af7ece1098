import {
  Box,
  ButtonBase,
  Checkbox,
  Skeleton,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  TableSortLabel,
} from '@mui/material';
import type { MouseEvent, ReactNode } from 'react';
import { type RaRecord, useListContext, useTranslate } from 'react-admin';
import { Link, useHref, useNavigate } from 'react-router-dom';
import type { Column } from './column.ts';
import { useFormat } from './format.ts';
import { HIDDEN } from './hidden.ts';
import type { ResourceListProps } from './list-props.ts';
import { ROW } from './row-keys.ts';

const SKELETONS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

export function ListTable<T extends RaRecord>(props: ResourceListProps<T>) {
  const { columns, bulk } = props;
  const translate = useTranslate();
  const list = useListContext<T>();
  const rows = list.data ?? [];
  const all = rows.length > 0 && rows.every((row) => list.selectedIds.includes(row.id));
  return (
    <Table size="small" stickyHeader>
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

/** Columns whose cells say by themselves what they are. */
const STATES = ['state', 'active'];

function Head<T extends RaRecord>({ column }: { column: Column<T> }) {
  const translate = useTranslate();
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
        column.label || (
          <span style={HIDDEN}>{translate(`console.list.${STATES.includes(column.key) ? 'state' : 'actions'}`)}</span>
        )
      )}
    </TableCell>
  );
}

function Row<T extends RaRecord>({ row, columns, bulk, href, onChoose, chosenId }: ResourceListProps<T> & { row: T }) {
  const translate = useTranslate();
  const navigate = useNavigate();
  const { selectedIds, onToggleItem } = useListContext();
  const address = useHref(href?.(row) ?? '.');
  const format = useFormat();
  const content = (column: Column<T>) => {
    if (column.render) return column.render(row);
    const time = column.time(row);
    return time && format.dateTime(time);
  };
  const choose = (event: MouseEvent) => {
    // Links, buttons and inputs inside a row keep their own function.
    if ((event.target as HTMLElement).closest('a, button, input, label')) return;
    if (window.getSelection()?.toString()) return;
    if (onChoose) return event.button === 0 && onChoose(row);
    if (!href || event.button > 1) return;
    if (event.button === 1 || event.ctrlKey || event.metaKey) window.open(address, '_blank', 'noopener');
    else navigate(href(row));
  };
  return (
    <TableRow
      hover={Boolean(href || onChoose)}
      selected={(chosenId !== undefined && row.id === chosenId) || selectedIds.includes(row.id)}
      onClick={choose}
      onAuxClick={choose}
      sx={{ cursor: href || onChoose ? 'pointer' : undefined, '&:last-child td': { borderBottom: 0 } }}
    >
      {bulk && (
        <TableCell padding="checkbox">
          <Checkbox
            size="small"
            checked={selectedIds.includes(row.id)}
            onChange={() => onToggleItem(row.id)}
            slotProps={{ input: { 'aria-label': translate('ra.action.select_row') } }}
          />
        </TableCell>
      )}
      {columns.map((column, index) => (
        <TableCell
          key={column.key}
          align={column.align}
          sx={{ ...visible(column), ...((column.nowrap || column.time) && { whiteSpace: 'nowrap' }) }}
        >
          {index === 0 ? (
            <Opener to={href?.(row)} onOpen={onChoose && (() => onChoose(row))}>
              {content(column)}
            </Opener>
          ) : (
            content(column)
          )}
        </TableCell>
      ))}
    </TableRow>
  );
}

/** A row's first cell is its link or its button: what a mouse does anywhere in the row, a keyboard does here. */
function Opener({ to, onOpen, children }: { to?: string; onOpen?: () => void; children: ReactNode }) {
  if (onOpen)
    return (
      <ButtonBase className={ROW} onClick={onOpen} sx={OPENER}>
        {children}
      </ButtonBase>
    );
  if (to === undefined) return children;
  return (
    <Box component={Link} to={to} className={ROW} sx={OPENER}>
      {children}
    </Box>
  );
}

const OPENER = {
  display: 'block',
  textAlign: 'inherit',
  font: 'inherit',
  color: 'inherit',
  textDecoration: 'none',
  borderRadius: 1,
  '&:focus-visible': { outline: 2, outlineColor: 'primary.main', outlineOffset: 4 },
} as const;
