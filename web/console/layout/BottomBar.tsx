import MoreIcon from '@mui/icons-material/MoreHoriz';
import { BottomNavigation, BottomNavigationAction, Paper } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link, useLocation } from 'react-router-dom';
import type { MenuItem } from '../../../kernel/ui/index.ts';
import { isCurrent, useMenu } from './Nav.tsx';

/** Beside "More"; a fifth item would be narrower than its label. */
const MAX_ITEMS = 4;

/** With several modules each module's first screen comes before any module's second. */
function reachable(parts: { menu: MenuItem[] }[]): MenuItem[] {
  const byPart = parts.map((part) => part.menu.filter((item) => item.pinned));
  const ranked = byPart.flatMap((items) => items.map((item, rank) => ({ item, rank }))).sort((a, b) => a.rank - b.rank);
  const taken = new Set(ranked.slice(0, MAX_ITEMS).map(({ item }) => item));
  return byPart.flat().filter((item) => taken.has(item));
}

/** Labels longer than a fifth of a phone's width are cut, or they would push their icons up. */
const ONE_LINE = {
  '& .MuiBottomNavigationAction-label': {
    maxWidth: '100%',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
} as const;

/** A phone's menu: the pinned screens at the bottom, the others behind "More". */
export function BottomBar({ onMore }: { onMore: () => void }) {
  const translate = useTranslate();
  const { pathname } = useLocation();
  const pinned = reachable(useMenu());
  return (
    <Paper
      component="nav"
      aria-label={translate('console.nav.phone')}
      sx={{
        position: 'fixed',
        insetInline: 0,
        bottom: 0,
        zIndex: 1100,
        borderTop: 1,
        borderColor: 'divider',
        pb: 'env(safe-area-inset-bottom)',
        '@media print': { display: 'none' },
      }}
    >
      <BottomNavigation
        showLabels
        value={pinned.findIndex((item) => isCurrent(item, pathname))}
        sx={{ bgcolor: 'transparent', '& .MuiBottomNavigationAction-root': { minWidth: 0, px: 0.5 }, ...ONE_LINE }}
      >
        {pinned.map((item) => (
          <BottomNavigationAction
            key={item.to}
            label={translate(item.label)}
            icon={item.icon}
            component={Link}
            to={item.to}
          />
        ))}
        <BottomNavigationAction label={translate('console.nav.more')} icon={<MoreIcon />} onClick={onMore} />
      </BottomNavigation>
    </Paper>
  );
}
