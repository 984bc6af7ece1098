import { Stack } from '@mui/material';
import { useEffect } from 'react';
import { Navigate } from 'react-router-dom';
import { useSession } from '../../kernel/ui/index.ts';
import { parts } from './modules.ts';
import { useStart } from './start/useStart.ts';

/** Whether somebody has been here since the page was loaded: the menu leads to the dashboards, arriving to Start. */
let arrived = false;

/** The dashboards of the organization's modules, one below the other; first of all Start, while something is left there. */
export function Home() {
  const { modules, pages } = useSession();
  const [begin] = pages;
  const { may, isPending, open } = useStart();
  const waiting = !arrived && may && isPending;
  useEffect(() => {
    if (!waiting) arrived = true;
  }, [waiting]);
  // Whose menu is chosen for them begins with its first entry.
  if (begin && !pages.includes('/')) return <Navigate to={begin} replace />;
  if (waiting) return null;
  if (!arrived && open) return <Navigate to="/start" replace />;
  return (
    <Stack sx={{ gap: 5 }}>
      {parts.map((part) => {
        const Dashboard = part.dashboard;
        return Dashboard && part.module && modules.includes(part.module) ? <Dashboard key={part.module} /> : null;
      })}
    </Stack>
  );
}
