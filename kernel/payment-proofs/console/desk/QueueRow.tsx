import SoonIcon from '@mui/icons-material/HourglassBottomRounded';
import CameraIcon from '@mui/icons-material/InsertPhotoOutlined';
import SecondIcon from '@mui/icons-material/PeopleAltOutlined';
import PdfIcon from '@mui/icons-material/PictureAsPdfOutlined';
import WarningIcon from '@mui/icons-material/WarningAmberRounded';
import { Avatar, Box, Checkbox, ListItemButton, Stack, Tooltip, Typography } from '@mui/material';
import { useEffect, useRef } from 'react';
import { Amount } from '../../../payments/console/index.ts';
import { fileUrl, useFormat, useLabels } from '../../../ui/index.ts';
import type { Waiting } from '../types.ts';
import { isGrave } from './Signals.tsx';

/** The reservation ends soon: these should be checked first. */
const SOON_MS = 2 * 3_600_000;

type Props = {
  item: Waiting;
  current: boolean;
  selected: boolean;
  /** null: this person can't select rows. */
  onSelect: (() => void) | null;
  onOpen: () => void;
};

/** One waiting payment: payer, amount, age, a small picture, and warnings. */
export function QueueRow({ item, current, selected, onSelect, onOpen }: Props) {
  const label = useLabels('console.payments');
  const format = useFormat();
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (current) row.current?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  const graves = item.signals.filter(isGrave);
  const left = item.expiresAt ? new Date(item.expiresAt).getTime() - Date.now() : Number.POSITIVE_INFINITY;
  const soon = left < SOON_MS && label('held_soon', { time: format.ago(item.expiresAt as string) });
  return (
    <Stack
      ref={row}
      direction="row"
      sx={{
        alignItems: 'stretch',
        borderBottom: 1,
        borderColor: 'divider',
        bgcolor: current ? 'action.selected' : undefined,
        boxShadow: (theme) => (current ? `inset 3px 0 ${theme.palette.primary.main}` : undefined),
      }}
    >
      {onSelect && (
        <Checkbox
          size="small"
          checked={selected}
          onChange={onSelect}
          slotProps={{
            input: {
              'aria-label': label('desk.select', { name: item.payerName || item.reference }),
            },
          }}
          sx={{ ml: 0.5, alignSelf: 'center' }}
        />
      )}
      <ListItemButton
        onClick={onOpen}
        aria-current={current ? 'true' : undefined}
        sx={{ gap: 1.25, px: 1, py: 1, minWidth: 0, alignItems: 'center' }}
      >
        <Glimpse item={item} />
        <Box sx={{ flex: 1, minWidth: 0 }}>
          <Stack direction="row" sx={{ gap: 1, justifyContent: 'space-between' }}>
            <Typography variant="body2" noWrap sx={{ fontWeight: 600 }}>
              {item.payerName || item.reference}
            </Typography>
            <Amount payment={item} size="0.875rem" />
          </Stack>
          <Stack direction="row" sx={{ gap: 1, justifyContent: 'space-between', alignItems: 'center' }}>
            <Typography variant="caption" color="textSecondary" noWrap>
              {item.submittedAt ? format.ago(item.submittedAt) : ''} · {item.subject.title}
            </Typography>
            <Stack direction="row" sx={{ gap: 0.5, '& svg': { fontSize: 18, display: 'block' } }}>
              {item.needsSecond && (
                <Tooltip title={label('needs_second')}>
                  <SecondIcon color="info" titleAccess={label('needs_second')} />
                </Tooltip>
              )}
              {soon && (
                <Tooltip title={soon}>
                  <SoonIcon color="error" titleAccess={soon} />
                </Tooltip>
              )}
              {graves.length > 0 && (
                <Tooltip title={graves.map((signal) => label(`signal.${signal.kind}`)).join(', ')}>
                  <WarningIcon color="warning" titleAccess={label('has_warning')} />
                </Tooltip>
              )}
            </Stack>
          </Stack>
        </Box>
      </ListItemButton>
    </Stack>
  );
}

function Glimpse({ item }: { item: Waiting }) {
  const file = item.proofs.find((proof) => proof.file)?.file;
  const image = file?.contentType.startsWith('image/');
  return (
    <Avatar
      variant="rounded"
      src={image ? fileUrl(`/files/${file?.id}`) : undefined}
      slotProps={{ img: { loading: 'lazy', alt: '' } }}
      sx={{ width: 40, height: 48, bgcolor: 'action.hover', color: 'text.disabled' }}
    >
      {file && !image ? <PdfIcon /> : <CameraIcon />}
    </Avatar>
  );
}
