import { Box, Card, useMediaQuery } from '@mui/material';
import type { Theme } from '@mui/material/styles';
import { useParams } from 'react-router-dom';
import { EmptyNote, Page, useLabels } from '../../../ui/index.ts';
import { Conversation } from './Conversation.tsx';
import { ConversationList } from './ConversationList.tsx';

/** The inbox: conversations at the left, messages at the right; on a phone one at a time. */
export default function Inbox() {
  const label = useLabels('console.inbox');
  const { id } = useParams();
  const narrow = useMediaQuery((theme: Theme) => theme.breakpoints.down('md'));
  if (narrow && id) return <Conversation key={id} id={id} narrow />;
  return (
    <Page title={label('title')} width={2000}>
      <Box
        sx={
          narrow
            ? undefined
            : {
                display: 'grid',
                gap: 2.5,
                gridTemplateColumns: 'minmax(280px, 360px) minmax(0, 1fr)',
                height: 'max(480px, calc(100dvh - 170px))',
              }
        }
      >
        <ConversationList chosenId={id} />
        {!narrow && (
          <Card sx={{ minWidth: 0, minHeight: 0, display: 'flex', flexDirection: 'column' }}>
            {id ? (
              <Conversation key={id} id={id} narrow={false} />
            ) : (
              <Box sx={{ m: 'auto' }}>
                <EmptyNote title={label('choose')} text={label('choose_text')} />
              </Box>
            )}
          </Card>
        )}
      </Box>
    </Page>
  );
}
