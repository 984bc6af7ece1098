import { Box, CssBaseline } from '@mui/material';
import { QueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import {
  AdminContext,
  CoreAdminUI,
  CustomRoutes,
  type I18nProvider,
  localStorageStore,
  Notification,
} from 'react-admin';
import type { FallbackProps } from 'react-error-boundary';
import { createBrowserRouter, Route, RouterProvider } from 'react-router-dom';
import { ApiError, ErrorNote } from '../../kernel/ui/index.ts';
import { authProvider } from './authProvider.ts';
import { dataProvider } from './dataProvider.ts';
import { Home } from './Home.tsx';
import { Shell } from './layout/Shell.tsx';
import { ModulePage } from './ModulePage.tsx';
import { parts } from './modules.ts';
import { NotFound } from './NotFound.tsx';
import { ConsoleParts } from './parts.ts';
import { ToSignIn } from './ToSignIn.tsx';
import { darkTheme, lightTheme } from './theme.ts';

const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // A refusal is final; only a request without an answer is worth repeating.
      retry: (count, error) => count < 2 && error instanceof ApiError && error.status === 0,
    },
  },
});

// The number is the version of the stored data; raising it drops old settings instead of misreading them.
const store = localStorageStore('1', 'counterfoil');

export function App({ i18nProvider }: { i18nProvider: I18nProvider }) {
  // A data router can block a navigation, for forms that ask before they are left.
  const [router] = useState(() =>
    createBrowserRouter([{ path: '*', element: <Pages i18nProvider={i18nProvider} /> }], { basename: '/console' }),
  );
  return (
    <ConsoleParts value={parts}>
      <RouterProvider router={router} />
    </ConsoleParts>
  );
}

/** Instead of everything, when the frame itself fails; a screen that fails leaves the frame (layout/Shell.tsx). */
function Broken({ error, resetErrorBoundary }: FallbackProps) {
  return (
    <Box sx={{ p: 4, maxWidth: 560, mx: 'auto' }}>
      <ErrorNote error={error} onRetry={resetErrorBoundary} />
    </Box>
  );
}

/** What react-admin's `Admin` is made of, without its own pages for signing in, forms and menus: they weigh 60 kB. */
function Pages({ i18nProvider }: { i18nProvider: I18nProvider }) {
  return (
    <AdminContext
      dataProvider={dataProvider}
      authProvider={authProvider}
      i18nProvider={i18nProvider}
      queryClient={queryClient}
      store={store}
      theme={lightTheme}
      darkTheme={darkTheme}
    >
      <CssBaseline enableColorScheme />
      <CoreAdminUI
        layout={Shell}
        dashboard={Home}
        catchAll={NotFound}
        error={Broken}
        loginPage={ToSignIn}
        title="Counterfoil"
        disableTelemetry
        requireAuth={false}
      >
        <CustomRoutes>
          {parts.flatMap((part) =>
            part.pages.map(({ path, element }) => (
              <Route key={path} path={path} element={<ModulePage module={part.module}>{element}</ModulePage>} />
            )),
          )}
        </CustomRoutes>
      </CoreAdminUI>
      <Notification />
    </AdminContext>
  );
}
