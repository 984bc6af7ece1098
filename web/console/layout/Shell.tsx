import { Box, CircularProgress, Drawer, useMediaQuery } from '@mui/material';
import type { Theme } from '@mui/material/styles';
import { useQuery } from '@tanstack/react-query';
import { Suspense, useEffect, useState } from 'react';
import { type LayoutProps, useAuthenticated, useTranslate } from 'react-admin';
import { ErrorBoundary } from 'react-error-boundary';
import { useLocation } from 'react-router-dom';
import {
  ApiError,
  ErrorNote,
  LeaveGuard,
  loadSession,
  SessionProvider,
  UnsentBar,
  UnsentNote,
  useUnsentSender,
} from '../../../kernel/ui/index.ts';
import { BottomBar } from './BottomBar.tsx';
import { isMissingPart, MissingPart } from './MissingPart.tsx';
import { Nav } from './Nav.tsx';
import { SessionEnd } from './SessionEnd.tsx';
import { TopBar } from './TopBar.tsx';
import { useFocusKept } from './useFocusKept.ts';

const NAV_WIDTH = 248;

/** The frame of the signed-in console: menu at the left, organization and person at the top, the screen below. */
export function Shell({ children }: LayoutProps) {
  const translate = useTranslate();
  const location = useLocation();
  const wide = useMediaQuery((theme: Theme) => theme.breakpoints.up('md'));
  const [open, setOpen] = useState(false);
  const session = useQuery({ queryKey: ['session'], queryFn: loadSession, staleTime: 60_000 });
  useAuthenticated();
  // biome-ignore lint/correctness/useExhaustiveDependencies: following a link closes the phone's menu.
  useEffect(() => setOpen(false), [location.pathname]);

  // Nobody is signed in: useAuthenticated opens the sign-in page.
  if (!session.data && session.error && !(session.error instanceof ApiError && session.error.status === 401)) {
    return (
      <Box sx={{ p: 4, maxWidth: 560, mx: 'auto' }}>
        <ErrorNote error={session.error} onRetry={() => session.refetch()} />
        <UnsentNote />
      </Box>
    );
  }
  if (!session.data) return <Waiting />;
  return (
    // A change of organization resets every screen's state.
    <SessionProvider session={session.data} key={session.data.organization.id}>
      <SessionEnd />
      <FocusKept />
      <LeaveGuard />
      <UnsentSender userId={session.data.user.id} />
      <Box component="a" href="#content" className="skip" sx={SKIP}>
        {translate('ra.navigation.skip_nav')}
      </Box>
      <Box sx={{ display: 'flex', minHeight: '100dvh', bgcolor: 'background.default', color: 'text.primary' }}>
        {wide ? (
          <Box component="aside" sx={{ ...ASIDE, width: NAV_WIDTH, '@media print': { display: 'none' } }}>
            <Nav />
          </Box>
        ) : (
          <Drawer open={open} onClose={() => setOpen(false)} slotProps={{ paper: { sx: { width: 288 } } }}>
            <Nav />
          </Drawer>
        )}
        <Box sx={{ flex: 1, minWidth: 0, display: 'flex', flexDirection: 'column' }}>
          <TopBar onMenu={wide ? undefined : () => setOpen(true)} />
          <UnsentBar userId={session.data.user.id} />
          <Box
            component="main"
            id="content"
            tabIndex={-1}
            sx={{ flex: 1, px: { xs: 2, md: 4 }, pt: { xs: 1, md: 2 }, pb: { xs: 11, md: 6 }, outline: 0 }}
          >
            <ErrorBoundary
              resetKeys={[location.pathname]}
              fallbackRender={({ error, resetErrorBoundary }) =>
                isMissingPart(error) ? <MissingPart /> : <ErrorNote error={error} onRetry={resetErrorBoundary} />
              }
            >
              <Suspense fallback={<Waiting />}>{children}</Suspense>
            </ErrorBoundary>
          </Box>
        </Box>
        {!wide && <BottomBar onMore={() => setOpen(true)} />}
      </Box>
    </SessionProvider>
  );
}

function FocusKept() {
  useFocusKept();
  return null;
}

function UnsentSender({ userId }: { userId: string }) {
  useUnsentSender(userId);
  return null;
}

const ASIDE = {
  flexShrink: 0,
  position: 'sticky',
  top: 0,
  height: '100dvh',
  overflowY: 'auto',
  borderRight: 1,
  borderColor: 'divider',
} as const;

const SKIP = {
  position: 'fixed',
  left: 8,
  top: -60,
  zIndex: 2000,
  p: 1,
  bgcolor: 'background.paper',
  color: 'primary.main',
  '&:focus': { top: 8 },
} as const;

function Waiting() {
  const translate = useTranslate();
  return (
    <Box sx={{ display: 'grid', placeItems: 'center', minHeight: '40vh' }}>
      <CircularProgress aria-label={translate('ra.page.loading')} size={28} />
    </Box>
  );
}
