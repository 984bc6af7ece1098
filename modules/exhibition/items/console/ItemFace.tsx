import { Box } from '@mui/material';
import { fileUrl } from '../../../../kernel/ui/index.ts';
import { keyColours } from './looks.ts';
import type { Item } from './types.ts';

/** An item's picture, or else the first letter of its name, in its colour. */
export function ItemFace({ item, size = 40 }: { item: Pick<Item, 'name' | 'colour' | 'imageFileId'>; size?: number }) {
  const box = { width: size, height: size, borderRadius: 1.5, flexShrink: 0 };
  if (item.imageFileId)
    return (
      <Box component="img" src={fileUrl(`/files/${item.imageFileId}`)} alt="" sx={{ ...box, objectFit: 'cover' }} />
    );
  return (
    <Box
      aria-hidden
      sx={{
        ...box,
        ...keyColours(item.colour),
        border: 1,
        display: 'grid',
        placeItems: 'center',
        fontWeight: 650,
        fontSize: size * 0.45,
      }}
    >
      {[...item.name][0]?.toUpperCase()}
    </Box>
  );
}
