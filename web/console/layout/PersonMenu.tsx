import DarkModeIcon from '@mui/icons-material/DarkModeOutlined';
import LightModeIcon from '@mui/icons-material/LightModeOutlined';
import LogoutIcon from '@mui/icons-material/Logout';
import PersonIcon from '@mui/icons-material/PersonOutlined';
import PrintIcon from '@mui/icons-material/PrintOutlined';
import TranslateIcon from '@mui/icons-material/Translate';
import {
  Avatar,
  Box,
  Divider,
  IconButton,
  ListItemIcon,
  ListItemText,
  Menu,
  MenuItem,
  Typography,
} from '@mui/material';
import { useState } from 'react';
import { type Locale, useI18nProvider, useLocaleState, useLogout, useTheme, useTranslate } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import { ConfirmDialog, useSession, useUnsent } from '../../../kernel/ui/index.ts';

const initials = (name: string) =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word[0] ?? '')
    .join('')
    .toUpperCase();

/** The signed-in person's menu: account, language, light or dark, sign out. */
export function PersonMenu() {
  const translate = useTranslate();
  const navigate = useNavigate();
  const logout = useLogout();
  const languages = useI18nProvider()?.getLocales?.() ?? [];
  const { user } = useSession();
  const [locale, setLocale] = useLocaleState();
  const [theme, setTheme] = useTheme();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [leaving, setLeaving] = useState(false);
  const unsent = useUnsent().filter((item) => item.userId === user.id).length;
  const close = (then?: () => void) => () => {
    setAnchor(null);
    then?.();
  };
  return (
    <>
      <IconButton onClick={(event) => setAnchor(event.currentTarget)} aria-label={translate('console.account.menu')}>
        <Avatar
          sx={{
            width: 32,
            height: 32,
            fontSize: '0.8rem',
            fontWeight: 650,
            bgcolor: 'primary.main',
            color: 'primary.contrastText',
          }}
        >
          <Box component="span" sx={{ '&::before': { content: JSON.stringify(initials(user.name)) } }} />
        </Avatar>
      </IconButton>
      <Menu open={anchor !== null} anchorEl={anchor} onClose={close()} slotProps={{ paper: { sx: { minWidth: 240 } } }}>
        <Box sx={{ px: 2, py: 1 }}>
          <Typography variant="body2" sx={{ fontWeight: 600 }}>
            {user.name}
          </Typography>
          <Typography variant="caption" color="textSecondary">
            {user.email}
          </Typography>
        </Box>
        <Divider sx={{ my: 0.5 }} />
        <MenuItem onClick={close(() => navigate('/account'))}>
          <ListItemIcon>
            <PersonIcon fontSize="small" />
          </ListItemIcon>
          <ListItemText>{translate('console.account.title')}</ListItemText>
        </MenuItem>
        <MenuItem onClick={close(() => navigate('/device'))}>
          <ListItemIcon>
            <PrintIcon fontSize="small" />
          </ListItemIcon>
          <ListItemText>{translate('console.printer.device')}</ListItemText>
        </MenuItem>
        <MenuItem onClick={() => setTheme(theme === 'dark' ? 'light' : 'dark')}>
          <ListItemIcon>
            {theme === 'dark' ? <LightModeIcon fontSize="small" /> : <DarkModeIcon fontSize="small" />}
          </ListItemIcon>
          <ListItemText>{translate(theme === 'dark' ? 'console.theme.light' : 'console.theme.dark')}</ListItemText>
        </MenuItem>
        <Divider sx={{ my: 0.5 }} />
        {languages.map((language: Locale) => (
          <MenuItem
            key={language.locale}
            lang={language.locale}
            selected={language.locale === locale}
            onClick={close(() => void setLocale(language.locale))}
          >
            <ListItemIcon>
              <TranslateIcon fontSize="small" />
            </ListItemIcon>
            <ListItemText>{language.name}</ListItemText>
          </MenuItem>
        ))}
        <Divider sx={{ my: 0.5 }} />
        <MenuItem onClick={close(() => (unsent > 0 ? setLeaving(true) : void logout()))}>
          <ListItemIcon>
            <LogoutIcon fontSize="small" />
          </ListItemIcon>
          <ListItemText>{translate('ra.auth.logout')}</ListItemText>
        </MenuItem>
      </Menu>
      <ConfirmDialog
        open={leaving}
        title={translate('console.unsent.sign_out_title')}
        text={translate('console.unsent.sign_out_text', { smart_count: unsent, name: user.name })}
        confirm={translate('ra.auth.logout')}
        onConfirm={() => void logout()}
        onClose={() => setLeaving(false)}
      />
    </>
  );
}
