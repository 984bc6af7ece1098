import MoreIcon from '@mui/icons-material/MoreHoriz';
import { BottomNavigation, BottomNavigationAction, Paper } from '@mui/material';
import { useTranslate } from 'react-admin';
import { useLocation, useNavigate } from 'react-router-dom';
import { isCurrent, useMenu } from './Nav.tsx';

/** A phone's menu: the pinned screens under the thumb, the rest behind "More". */
export function BottomBar({ onMore }: { onMore: () => void }) {
  const translate = useTranslate();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const pinned = useMenu()
    .flatMap((part) => part.menu)
    .filter((item) => item.pinned);
  return (
    <Paper
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
        sx={{ bgcolor: 'transparent' }}
      >
        {pinned.map((item) => (
          <BottomNavigationAction
            key={item.to}
            label={translate(item.label)}
            icon={item.icon}
            onClick={() => navigate(item.to)}
          />
        ))}
        <BottomNavigationAction label={translate('console.nav.more')} icon={<MoreIcon />} onClick={onMore} />
      </BottomNavigation>
    </Paper>
  );
}
