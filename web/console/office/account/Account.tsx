import { Stack } from '@mui/material';
import { useTranslate } from 'react-admin';
import { PinPanel } from '../../../../kernel/till/console/index.ts';
import { Page, useSession } from '../../../../kernel/ui/index.ts';
import { ChatsPanel } from './ChatsPanel.tsx';
import { ConnectedPanel } from './ConnectedPanel.tsx';
import { DevicesPanel } from './DevicesPanel.tsx';
import { DigestPanel } from './DigestPanel.tsx';
import { PasskeysPanel } from './PasskeysPanel.tsx';
import { PasswordPanel } from './PasswordPanel.tsx';
import { SecondFactorPanel } from './SecondFactorPanel.tsx';
import { SessionsPanel } from './SessionsPanel.tsx';

/** The signed-in person's own account. */
export default function Account() {
  const translate = useTranslate();
  const { user } = useSession();
  return (
    <Page title={translate('console.account.title')} subtitle={`${user.name} · ${user.email}`} width={720}>
      <Stack sx={{ gap: 2.5 }}>
        <PasswordPanel />
        <SecondFactorPanel />
        <PasskeysPanel />
        <ConnectedPanel />
        <PinPanel />
        <DigestPanel />
        <DevicesPanel />
        <ChatsPanel />
        <SessionsPanel />
      </Stack>
    </Page>
  );
}
