import ChevronLeftIcon from '@mui/icons-material/ChevronLeft';
import ChevronRightIcon from '@mui/icons-material/ChevronRight';
import { Button, MenuItem, Select, Stack, Typography } from '@mui/material';
import { useListContext, useTranslate } from 'react-admin';

const SIZES = [10, 25, 50, 100];

/** Previous and next, without a number of pages: counting a million rows would take longer than showing fifty. */
export function Pager() {
  const translate = useTranslate();
  const { page, perPage, setPage, setPerPage, hasNextPage, data, isPending } = useListContext();
  if (isPending || (page === 1 && !hasNextPage && (data?.length ?? 0) <= (SIZES[0] ?? 0))) return null;
  return (
    <Stack direction="row" sx={{ alignItems: 'center', justifyContent: 'flex-end', gap: 1, mt: 1.5, flexWrap: 'wrap' }}>
      <Typography variant="caption" color="textSecondary" id="rows-per-page-label">
        {translate('ra.navigation.page_rows_per_page')}
      </Typography>
      <Select
        labelId="rows-per-page-label"
        size="small"
        variant="standard"
        disableUnderline
        value={perPage}
        onChange={(event) => setPerPage(Number(event.target.value))}
        sx={{ fontSize: '0.8rem', mr: 1 }}
      >
        {SIZES.map((size) => (
          <MenuItem key={size} value={size}>
            {size}
          </MenuItem>
        ))}
      </Select>
      <Button
        size="small"
        variant="outlined"
        disabled={page <= 1}
        onClick={() => setPage(page - 1)}
        startIcon={<ChevronLeftIcon />}
      >
        {translate('console.list.previous')}
      </Button>
      <Typography variant="body2" color="textSecondary" className="figures" sx={{ minWidth: 24, textAlign: 'center' }}>
        {page}
      </Typography>
      <Button
        size="small"
        variant="outlined"
        disabled={!hasNextPage}
        onClick={() => setPage(page + 1)}
        endIcon={<ChevronRightIcon />}
      >
        {translate('console.list.next')}
      </Button>
    </Stack>
  );
}
