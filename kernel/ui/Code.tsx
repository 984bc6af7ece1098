import CheckIcon from '@mui/icons-material/Check';
import ContentCopyIcon from '@mui/icons-material/ContentCopy';
import { Box, IconButton, Tooltip } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';

/** An identifier set for reading aloud: monospaced, in two groups of four when it has eight characters. */
export function Code({ value, size = 'inherit' }: { value: string; size?: number | string }) {
  const groups = value.length === 8 ? [value.slice(0, 4), value.slice(4)] : [value];
  return (
    <Box
      component="span"
      // Copying must give the code itself, hence a gap by margin and no space between the groups.
      sx={{ fontFamily: 'monospace', fontSize: size, letterSpacing: '0.02em', whiteSpace: 'nowrap', fontWeight: 600 }}
    >
      {groups.map((group, index) => (
        <Box component="span" key={group + String(index)} sx={{ ml: index > 0 ? '0.35em' : 0 }}>
          {group}
        </Box>
      ))}
    </Box>
  );
}

export function CopyButton({ text }: { text: string }) {
  const translate = useTranslate();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  const label = translate(copied ? 'console.action.copied' : 'console.action.copy');
  return (
    <Tooltip title={label}>
      <IconButton size="small" onClick={copy} aria-label={label}>
        {copied ? <CheckIcon fontSize="inherit" /> : <ContentCopyIcon fontSize="inherit" />}
      </IconButton>
    </Tooltip>
  );
}
