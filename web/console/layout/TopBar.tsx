import MenuIcon from '@mui/icons-material/Menu';
import { Box, IconButton } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Search } from '../search/Search.tsx';
import { Bell } from './Bell.tsx';
import { BrandMark } from './Brand.tsx';
import { HelpButton } from './HelpButton.tsx';
import { Loading } from './Loading.tsx';
import { OrganizationSwitcher } from './OrganizationSwitcher.tsx';
import { PersonMenu } from './PersonMenu.tsx';

export function TopBar({ onMenu }: { onMenu?: () => void }) {
  const translate = useTranslate();
  return (
    <Box
      component="header"
      sx={{
        display: 'flex',
        alignItems: 'center',
        gap: { xs: 0, sm: 1 },
        height: 64,
        px: { xs: 1, md: 4 },
        '@media print': { display: 'none' },
      }}
    >
      {onMenu && (
        <>
          <IconButton onClick={onMenu} aria-label={translate('ra.action.open_menu')}>
            <MenuIcon />
          </IconButton>
          <Box sx={{ display: { xs: 'none', sm: 'block' } }}>
            <BrandMark size={24} />
          </Box>
        </>
      )}
      <OrganizationSwitcher />
      <Box sx={{ flex: 1 }} />
      <Box sx={{ display: { xs: 'none', sm: 'block' } }}>
        <Loading />
      </Box>
      <Search />
      <Bell />
      <HelpButton />
      <PersonMenu />
    </Box>
  );
}
