import SearchOffIcon from '@mui/icons-material/SearchOff';
import { Box, Button, Card, Stack, useMediaQuery } from '@mui/material';
import type { Theme } from '@mui/material/styles';
import { ListBase, type RaRecord, useListContext, useTranslate } from 'react-admin';
import { FilterBar } from './FilterBar.tsx';
import { ListCards } from './ListCards.tsx';
import { ListTable } from './ListTable.tsx';
import { ListView, useColumns } from './ListView.tsx';
import { LoadingBar } from './LoadingBar.tsx';
import type { ResourceListProps } from './list-props.ts';
import { useLive } from './live.ts';
import { EmptyNote, ErrorNote } from './Notes.tsx';
import { Pager } from './Pager.tsx';
import { moveByRows } from './row-keys.ts';
import { SelectionBar } from './SelectionBar.tsx';

const NO_TOPICS: readonly string[] = [];
const NEWEST = { field: 'createdAt', order: 'DESC' } as const;

/**
 * A list of an API resource: a table on a desktop, cards on a phone; search, filters, order and page are in the URL.
 */
export function ResourceList<T extends RaRecord>(props: ResourceListProps<T>) {
  return (
    <ListBase<T>
      resource={props.resource}
      sort={props.sort ?? NEWEST}
      perPage={props.perPage ?? 25}
      filter={props.fixed}
      disableSyncWithLocation={props.embedded ?? false}
      // A list opens as its URL says; a stored filter of yesterday would hide rows.
      storeKey={false}
      // Whoever comes back from making something sees it, also after a moment in which the list heard of no change.
      queryOptions={{ staleTime: 0, ...(props.refresh && { refetchInterval: props.refresh * 1000 }) }}
    >
      <Body {...props} />
    </ListBase>
  );
}

function Body<T extends RaRecord>(props: ResourceListProps<T>) {
  const narrow = useMediaQuery((theme: Theme) => theme.breakpoints.down('sm'));
  const list = useListContext<T>();
  const columns = useColumns(props.resource, props.columns);
  useLive(props.live ?? NO_TOPICS, () => list.refetch());
  const filtered = Object.values(list.filterValues ?? {}).some((value) => value !== '' && value !== undefined);
  const rows = list.data ?? [];
  const empty = !list.isPending && !list.error && rows.length === 0;
  return (
    <Stack sx={{ gap: 1.5 }}>
      <Stack direction="row" sx={{ gap: 1, alignItems: 'flex-start' }}>
        {(props.searchLabel || props.filters) && (
          <FilterBar filters={props.filters ?? []} searchLabel={props.searchLabel} />
        )}
        {!narrow && !props.embedded && <ListView resource={props.resource} columns={props.columns} />}
      </Stack>
      {props.bulk && <SelectionBar list={props.bulkList}>{props.bulk}</SelectionBar>}
      {list.error ? (
        <ErrorNote error={list.error} onRetry={() => list.refetch()} />
      ) : (
        <Box onKeyDown={moveByRows}>
          {empty ? (
            <Card>{filtered ? <NothingFound /> : <EmptyNote {...props.empty} />}</Card>
          ) : narrow ? (
            <ListCards {...props} />
          ) : (
            <Card
              sx={{ overflowX: 'auto', position: 'relative' }}
              tabIndex={props.href || props.onChoose ? undefined : 0}
            >
              <Box sx={{ position: 'absolute', insetInline: 0, top: 0, zIndex: 3 }}>
                <LoadingBar on={Boolean(list.isFetching) && !list.isPending} />
              </Box>
              <ListTable {...props} columns={columns} />
            </Card>
          )}
          <Pager />
        </Box>
      )}
    </Stack>
  );
}

function NothingFound() {
  const translate = useTranslate();
  const { setFilters } = useListContext();
  return (
    <EmptyNote
      icon={<SearchOffIcon />}
      title={translate('console.list.nothing_found')}
      text={translate('console.list.nothing_found_text')}
      action={
        <Button variant="outlined" onClick={() => setFilters({}, undefined, false)}>
          {translate('console.list.clear')}
        </Button>
      }
    />
  );
}
