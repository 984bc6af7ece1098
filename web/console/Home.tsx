import { Stack } from '@mui/material';
import { useSession } from '../../kernel/ui/index.ts';
import { parts } from './modules.ts';

/** The dashboards of the organization's modules, one below the other. */
export function Home() {
  const { modules } = useSession();
  return (
    <Stack sx={{ gap: 5 }}>
      {parts.map((part) => {
        const Dashboard = part.dashboard;
        return Dashboard && part.module && modules.includes(part.module) ? <Dashboard key={part.module} /> : null;
      })}
    </Stack>
  );
}
