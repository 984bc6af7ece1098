import BrokenIcon from '@mui/icons-material/BrokenImageOutlined';
import RotateIcon from '@mui/icons-material/Rotate90DegreesCwOutlined';
import ZoomIcon from '@mui/icons-material/ZoomIn';
import ZoomOutIcon from '@mui/icons-material/ZoomOut';
import { Box, CircularProgress, IconButton, Tooltip } from '@mui/material';
import { type Ref, type RefObject, useEffect, useImperativeHandle, useState } from 'react';
import { useTranslate } from 'react-admin';
import { EmptyNote, fileUrl, useLabels } from '../../../ui/index.ts';
import { usePanZoom } from './usePanZoom.ts';

export type PictureHandle = { zoom: () => void; turn: () => void };
type Props = { fileId: string; alt: string; hand?: Ref<PictureHandle> };

/** A proof's picture, as large as its space allows. Wheel, pinch or click zoom, dragging moves it. */
export function Picture({ fileId, alt, hand }: Props) {
  const translate = useTranslate();
  const label = useLabels('console.payments.desk');
  const { box, view, hands, toggle, turn } = usePanZoom();
  const [state, setState] = useState<'loading' | 'shown' | 'broken'>('loading');
  const size = useSize(box);
  useImperativeHandle(hand, () => ({ zoom: () => toggle(), turn }), [toggle, turn]);
  const lying = view.turn % 180 !== 0;
  const close = view.scale > 1;
  return (
    <Box sx={{ position: 'relative', height: '100%', minHeight: 0 }}>
      <Box
        ref={box}
        {...hands}
        sx={{
          position: 'absolute',
          inset: 0,
          overflow: 'hidden',
          touchAction: 'none',
          cursor: close ? 'grab' : 'zoom-in',
          '&:active': { cursor: close ? 'grabbing' : undefined },
        }}
      >
        <Box
          component="img"
          src={fileUrl(`/files/${fileId}`)}
          alt={alt}
          draggable={false}
          onLoad={() => setState('shown')}
          onError={() => setState('broken')}
          sx={{
            position: 'absolute',
            left: '50%',
            top: '50%',
            width: lying ? size.height : '100%',
            height: lying ? size.width : '100%',
            objectFit: 'contain',
            userSelect: 'none',
            opacity: state === 'shown' ? 1 : 0,
          }}
          style={{
            transform: `translate(-50%, -50%) translate(${view.x}px, ${view.y}px) scale(${view.scale}) rotate(${view.turn}deg)`,
          }}
        />
        {state === 'loading' && (
          <Box sx={{ position: 'absolute', inset: 0, display: 'grid', placeItems: 'center' }}>
            <CircularProgress aria-label={translate('ra.page.loading')} size={28} />
          </Box>
        )}
        {state === 'broken' && <EmptyNote icon={<BrokenIcon />} title={label('picture_broken')} />}
      </Box>
      <Box sx={TOOLS}>
        <Tooltip title={label('zoom')}>
          <IconButton size="small" onClick={() => toggle()} aria-label={label('zoom')}>
            {close ? <ZoomOutIcon /> : <ZoomIcon />}
          </IconButton>
        </Tooltip>
        <Tooltip title={label('turn')}>
          <IconButton size="small" onClick={turn} aria-label={label('turn')}>
            <RotateIcon />
          </IconButton>
        </Tooltip>
      </Box>
    </Box>
  );
}

const TOOLS = {
  position: 'absolute',
  right: 8,
  top: 8,
  display: 'flex',
  gap: 0.5,
  p: 0.25,
  borderRadius: 2,
  border: 1,
  borderColor: 'divider',
  bgcolor: 'background.paper',
} as const;

/** A rotated picture swaps width and height, which percentages can't express. */
function useSize(of: RefObject<HTMLElement | null>) {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    if (of.current) observer.observe(of.current);
    return () => observer.disconnect();
  }, [of]);
  return size;
}
