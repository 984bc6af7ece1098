import ArrowBackIcon from '@mui/icons-material/ArrowBack';
import { Box, Button, IconButton, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link, useLocation } from 'react-router-dom';
import { api, Caption, useAction, useCan, useFormat } from '../../../ui/index.ts';
import { ChannelIcon } from '../ChannelIcon.tsx';
import type { View } from '../types.ts';

/** The person, the state of their flow, and who answers. */
export function Head({ view, narrow, refetch }: { view: View; narrow: boolean; refetch: () => unknown }) {
  const translate = useTranslate();
  const format = useFormat();
  const can = useCan();
  const { search } = useLocation();
  const { busy, run } = useAction();
  const move = async (to: 'take-over' | 'hand-back') => {
    await run(() => api.post(`/conversations/${view.id}/${to}`), { done: `console.inbox.done.${to}`, refresh: false });
    refetch();
  };
  const facts = [
    translate(`console.inbox.channel.${view.channel}`, { _: view.channel }),
    view.person.phone,
    new Intl.DisplayNames([format.locale], { type: 'language' }).of(view.language),
  ];
  return (
    <Stack
      direction="row"
      sx={{
        alignItems: 'center',
        flexWrap: 'wrap',
        gap: 1.5,
        px: { xs: 1.5, sm: 2.5 },
        py: 1.5,
        borderBottom: 1,
        borderColor: 'divider',
        bgcolor: 'background.paper',
      }}
    >
      {narrow && (
        <IconButton component={Link} to={`/inbox${search}`} edge="start" aria-label={translate('ra.action.back')}>
          <ArrowBackIcon />
        </IconButton>
      )}
      <Box sx={{ flex: 1, minWidth: 180 }}>
        <Stack direction="row" sx={{ alignItems: 'center', gap: 1 }}>
          <ChannelIcon channel={view.channel} />
          <Typography variant="h3" component={narrow ? 'h1' : 'h2'} noWrap>
            {view.name}
          </Typography>
        </Stack>
        <Caption component="div">{facts.filter(Boolean).join(' · ')}</Caption>
        <Typography variant="caption" color={view.blockedAt ? 'error' : 'textSecondary'} component="div">
          {stateOf(view, translate)}
        </Typography>
      </Box>
      {can('channels.reply') && (
        <Button
          variant="outlined"
          size="small"
          disabled={busy}
          onClick={() => move(view.mode === 'flow' ? 'take-over' : 'hand-back')}
        >
          {translate(view.mode === 'flow' ? 'console.inbox.take_over' : 'console.inbox.hand_back')}
        </Button>
      )}
    </Stack>
  );
}

function stateOf(view: View, translate: (key: string, values?: object) => string): string {
  if (view.optedOutAt) return translate('console.inbox.opted_out');
  if (view.blockedAt) return translate('console.inbox.blocked');
  if (view.mode === 'staff') {
    return view.takenBy
      ? translate('console.inbox.taken_by', { name: view.takenBy })
      : translate('console.inbox.asked_for_person');
  }
  return view.flow ? translate('console.inbox.in_flow', { flow: view.flow.title }) : translate('console.inbox.at_menu');
}
