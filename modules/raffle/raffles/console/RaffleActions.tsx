import CloneIcon from '@mui/icons-material/ContentCopyOutlined';
import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import EditIcon from '@mui/icons-material/EditOutlined';
import NumbersIcon from '@mui/icons-material/FormatListNumberedOutlined';
import MoreIcon from '@mui/icons-material/MoreVert';
import PauseIcon from '@mui/icons-material/Pause';
import PlayIcon from '@mui/icons-material/PlayArrow';
import { Button, Divider, IconButton, ListItemIcon, Menu, MenuItem } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { Link, useNavigate } from 'react-router-dom';
import { ApiError, api, ConfirmDialog, useAction, useCan } from '../../../../kernel/ui/index.ts';
import { PlaceToPay } from './PlaceToPay.tsx';
import type { Raffle } from './useRaffles.ts';

type Question = 'generate' | 'clone' | 'delete' | null;

/** One button switches the sale on or off. Rare actions are in the menu and need a confirmation. */
export function RaffleActions({ raffle }: { raffle: Raffle }) {
  const translate = useTranslate();
  const navigate = useNavigate();
  const can = useCan();
  const { busy, run } = useAction();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [question, setQuestion] = useState<Question>(null);
  const [asksPlace, setAsksPlace] = useState(false);
  const path = `/raffle/raffles/${raffle.id}`;
  const label = (name: string) => translate(`console.raffle.raffle.${name}`);
  const ask = (what: Question) => {
    setAnchor(null);
    setQuestion(what);
  };
  if (!can('raffle.manage')) return null;
  const activate = async (active: boolean) => {
    let unpayable = false;
    const send = () =>
      api.post(`${path}/activate`, { active }).catch((error) => {
        unpayable = error instanceof ApiError && error.code === 'raffle.no_place_to_pay';
        throw error;
      });
    await run(send, { done: `console.raffle.raffle.${active ? 'activated' : 'paused'}` });
    setAsksPlace(unpayable);
  };
  const confirm = async () => {
    if (question === 'generate') {
      const done = 'console.raffle.raffle.generated';
      if (await run(() => api.post(`${path}/generate-numbers`), { done })) setQuestion(null);
    } else if (question === 'clone') {
      const idempotencyKey = crypto.randomUUID();
      await run(
        async () => {
          const copy = await api.post<Raffle>(`${path}/clone`, {}, { idempotencyKey });
          setQuestion(null);
          navigate(`/raffle/raffles/${copy.id}/edit`);
        },
        { done: 'console.raffle.raffle.cloned' },
      );
    } else if (await run(() => api.delete(path), { done: 'console.raffle.raffle.deleted', refresh: false })) {
      navigate('/raffle/raffles', { replace: true });
    } else setQuestion(null);
  };
  return (
    <>
      {!raffle.frozenAt && (
        <Button
          variant={raffle.active ? 'outlined' : 'contained'}
          startIcon={raffle.active ? <PauseIcon /> : <PlayIcon />}
          disabled={busy}
          onClick={() => void activate(!raffle.active)}
        >
          {label(raffle.active ? 'pause' : 'activate')}
        </Button>
      )}
      <IconButton onClick={(event) => setAnchor(event.currentTarget)} aria-label={translate('console.action.more')}>
        <MoreIcon />
      </IconButton>
      <Menu open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)}>
        <Item
          icon={<EditIcon fontSize="small" />}
          component={Link}
          to={`${path}/edit`}
          label={translate('ra.action.edit')}
        />
        {!raffle.frozenAt && (
          <Item icon={<NumbersIcon fontSize="small" />} onClick={() => ask('generate')} label={label('generate')} />
        )}
        <Item icon={<CloneIcon fontSize="small" />} onClick={() => ask('clone')} label={label('clone')} />
        <Divider />
        <Item icon={<DeleteIcon fontSize="small" />} onClick={() => ask('delete')} label={label('delete')} />
      </Menu>
      {asksPlace && <PlaceToPay raffle={raffle} onClose={() => setAsksPlace(false)} />}
      <ConfirmDialog
        open={question !== null}
        danger={question === 'delete'}
        busy={busy}
        title={label(`${question ?? 'clone'}_title`)}
        text={label(`${question ?? 'clone'}_text`)}
        confirm={label(question ?? 'clone')}
        onConfirm={() => void confirm()}
        onClose={() => setQuestion(null)}
      />
    </>
  );
}

type ItemProps = { icon: React.ReactNode; label: string; onClick?: () => void; component?: typeof Link; to?: string };

function Item({ icon, label, ...rest }: ItemProps) {
  return (
    <MenuItem {...(rest as object)}>
      <ListItemIcon>{icon}</ListItemIcon>
      {label}
    </MenuItem>
  );
}
