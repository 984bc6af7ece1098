import StartIcon from '@mui/icons-material/RocketLaunchOutlined';
import { Box, List, ListItem, ListItemButton, ListItemIcon, ListItemText, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link, useLocation } from 'react-router-dom';
import { type MenuItem, useCan, useSession } from '../../../kernel/ui/index.ts';
import { parts } from '../modules.ts';
import { useStart } from '../start/useStart.ts';
import { Brand } from './Brand.tsx';

/**
 * The person's menu in this organization. Several modules link to the first page, which shows all their dashboards: it
 * is listed once.
 */
export function useMenu() {
  const can = useCan();
  const { modules, pages } = useSession();
  const there = new Set<string>();
  const first = ({ to }: MenuItem) => !there.has(to) && Boolean(there.add(to));
  const chosen = ({ to }: MenuItem) => pages.length === 0 || pages.includes(to);
  const byHeading = new Map<string, MenuItem[]>();
  for (const { module, label, menu } of parts) {
    if (module && !modules.includes(module)) continue;
    const allowed = menu.filter((item) => can(item.permission) && chosen(item) && first(item));
    if (allowed.length > 0) byHeading.set(label, [...(byHeading.get(label) ?? []), ...allowed]);
  }
  return [...byHeading].map(([label, menu]) => ({ label, menu }));
}

/** Whether the item's screen, or one below it, is shown; '/' matches only itself. */
export function isCurrent(item: MenuItem, pathname: string): boolean {
  return item.to === '/' ? pathname === '/' : pathname === item.to || pathname.startsWith(`${item.to}/`);
}

export function Nav() {
  const translate = useTranslate();
  const { pathname } = useLocation();
  const menu = useMenu();
  // At /payments/desk both /payments and /payments/desk match: the longer one is current.
  const current = menu
    .flatMap((part) => part.menu)
    .filter((item) => isCurrent(item, pathname))
    .sort((a, b) => b.to.length - a.to.length)[0];
  return (
    <Box component="nav" aria-label={translate('console.nav.label')} sx={{ px: 1.5, pb: 3 }}>
      <Box sx={{ px: 1.25, height: 64, display: 'flex', alignItems: 'center' }}>
        <Brand />
      </Box>
      <StartItem current={pathname === '/start'} />
      {menu.map((part) => (
        <Box key={part.label} sx={{ mt: 1.5 }}>
          <Typography variant="overline" color="textSecondary" sx={{ px: 1.25 }}>
            {translate(part.label)}
          </Typography>
          <List dense disablePadding>
            {part.menu.map((item) => (
              <Item key={item.to} item={item} current={item === current} />
            ))}
          </List>
        </Box>
      ))}
      <Program />
    </Box>
  );
}

/** Which version this is; whoever runs the server sees that another waits for a start. */
function Program() {
  const translate = useTranslate();
  // A session that was kept for a time without network may be of a version that said nothing of itself.
  const { program } = useSession();
  if (!program) return null;
  return (
    <Box component="footer" sx={{ px: 1.25, mt: 3 }}>
      <Typography variant="caption" color="textSecondary" component="p">
        {translate('console.nav.version', { version: program.version })}
      </Typography>
      {program.newer && (
        <Typography variant="caption" color="textSecondary" component="p" role="status">
          {translate('console.nav.newer', { version: program.newer })}
        </Typography>
      )}
    </Box>
  );
}

/** Above all parts, until everything is done or somebody puts the page away. */
function StartItem({ current }: { current: boolean }) {
  const { data, open } = useStart();
  if (!open) return null;
  return (
    <List dense disablePadding sx={{ mt: 1 }}>
      <Item
        item={{ to: '/start', label: 'console.start.title', icon: <StartIcon />, badge: Progress }}
        current={current}
      />
    </List>
  );
  function Progress() {
    const translate = useTranslate();
    return (
      <Typography variant="caption" color="textSecondary">
        {translate('console.start.progress', { done: data?.done, total: data?.total })}
      </Typography>
    );
  }
}

function Item({ item, current }: { item: MenuItem; current: boolean }) {
  const translate = useTranslate();
  return (
    <ListItem disablePadding>
      <ListItemButton
        component={Link}
        to={item.to}
        selected={current}
        aria-current={current ? 'page' : undefined}
        sx={{ borderRadius: 2, px: 1.25, py: 0.6, mb: 0.25, '&.Mui-selected': { color: 'primary.main' } }}
      >
        <ListItemIcon
          sx={{ minWidth: 34, color: current ? 'primary.main' : 'text.secondary', '& svg': { fontSize: 20 } }}
        >
          {item.icon}
        </ListItemIcon>
        <ListItemText
          primary={translate(item.label)}
          slotProps={{ primary: { sx: { fontWeight: current ? 600 : 500 } } }}
        />
        {item.badge && <item.badge />}
      </ListItemButton>
    </ListItem>
  );
}
