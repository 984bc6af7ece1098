import UploadIcon from '@mui/icons-material/UploadFileOutlined';
import { Box, LinearProgress, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';

type Props = { busy: boolean; accept?: string; title?: string; onFile: (file: File) => void };

/** Accepts a file, a CSV or an Excel file unless said otherwise, by drag and drop or by choosing it. */
export function DropZone({ busy, accept = '.csv,text/csv,.xlsx', title, onFile }: Props) {
  const translate = useTranslate();
  const [over, setOver] = useState(false);
  return (
    <Box
      component="label"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const file = event.dataTransfer.files[0];
        if (file) onFile(file);
      }}
      sx={{
        display: 'block',
        p: 4,
        textAlign: 'center',
        cursor: 'pointer',
        borderRadius: 3,
        border: '1.5px dashed',
        borderColor: over ? 'primary.main' : 'divider',
        bgcolor: over ? 'action.hover' : undefined,
        '&:focus-within': { borderColor: 'primary.main' },
      }}
    >
      <input
        type="file"
        accept={accept}
        disabled={busy}
        style={{ position: 'absolute', opacity: 0, width: 1, height: 1 }}
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) onFile(file);
          // Choosing the same, corrected file again must count as a change.
          event.target.value = '';
        }}
      />
      <UploadIcon color="primary" sx={{ fontSize: 36 }} />
      <Typography sx={{ fontWeight: 600, mt: 0.5 }}>{title ?? translate('console.import.drop')}</Typography>
      <Typography variant="caption" color="textSecondary">
        {translate('console.import.drop_text')}
      </Typography>
      {busy && <LinearProgress aria-label={translate('ra.page.loading')} sx={{ mt: 2 }} />}
    </Box>
  );
}
