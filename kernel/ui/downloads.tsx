import DownloadIcon from '@mui/icons-material/FileDownloadOutlined';
import { Button, Menu, MenuItem } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { useSearchParams } from 'react-router-dom';
import { fileUrl } from './light/index.ts';
import { listQuery } from './listQuery.ts';

/** Downloads a list as CSV or XLSX, with its current filter (read from the URL). */
export function ExportButton({ path, fixed }: { path: string; fixed?: Record<string, unknown> }) {
  const translate = useTranslate();
  const [search] = useSearchParams();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const query = listQuery({ ...(JSON.parse(search.get('filter') ?? '{}') as Record<string, unknown>), ...fixed });
  return (
    <>
      <Button variant="outlined" startIcon={<DownloadIcon />} onClick={(event) => setAnchor(event.currentTarget)}>
        {translate('ra.action.export')}
      </Button>
      <Menu open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)}>
        {(['csv', 'xlsx'] as const).map((format) => (
          <MenuItem
            key={format}
            component="a"
            href={fileUrl(`${path}.${format}`, query)}
            download
            onClick={() => setAnchor(null)}
          >
            {translate(`console.export.${format}`)}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
