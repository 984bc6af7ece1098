import CloneIcon from '@mui/icons-material/ContentCopyOutlined';
import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import EditIcon from '@mui/icons-material/EditOutlined';
import NumbersIcon from '@mui/icons-material/FormatListNumberedOutlined';
import PauseIcon from '@mui/icons-material/Pause';
import PlayIcon from '@mui/icons-material/PlayArrow';
import { Button, Divider, ListItemIcon, MenuItem, TextField } from '@mui/material';
import { type ReactNode, useState } from 'react';
import { useTranslate } from 'react-admin';
import { Link, useNavigate } from 'react-router-dom';
import {
  ApiError,
  api,
  ConfirmDialog,
  FormDialog,
  MoreMenu,
  useAction,
  useCan,
  useDone,
  useForm,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import type { Raffle } from './useRaffles.ts';

type Question = 'generate' | 'clone' | 'delete' | null;

/** One button switches the sale on or off. Rare actions are in the menu and need a confirmation. */
export function RaffleActions({ raffle }: { raffle: Raffle }) {
  const translate = useTranslate();
  const label = useLabels('console.raffle.raffle');
  const navigate = useNavigate();
  const can = useCan();
  const { busy, run } = useAction();
  const [question, setQuestion] = useState<Question>(null);
  const [asksPlace, setAsksPlace] = useState(false);
  const path = `/raffle/raffles/${raffle.id}`;
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
  const item = (icon: ReactNode, text: string) => (
    <>
      <ListItemIcon>{icon}</ListItemIcon>
      {text}
    </>
  );
  const asks = (what: 'generate' | 'clone' | 'delete', icon: ReactNode) => (
    <MenuItem onClick={() => setQuestion(what)}>{item(icon, label(what))}</MenuItem>
  );
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
      <MoreMenu>
        <MenuItem component={Link} to={`${path}/edit`}>
          {item(<EditIcon fontSize="small" />, translate('ra.action.edit'))}
        </MenuItem>
        {!raffle.frozenAt && asks('generate', <NumbersIcon fontSize="small" />)}
        {asks('clone', <CloneIcon fontSize="small" />)}
        <Divider />
        {asks('delete', <DeleteIcon fontSize="small" />)}
      </MoreMenu>
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

/** Asks where buyers pay, when a raffle goes on sale before anybody has said it; then it goes on sale. */
function PlaceToPay({ raffle, onClose }: { raffle: Raffle; onClose: () => void }) {
  const translate = useTranslate();
  const label = useLabels('console.raffle.raffle');
  const done = useDone(onClose);
  const form = useForm({ payTo: '' }, async ({ payTo }) => {
    await api.post(`/raffle/raffles/${raffle.id}/activate`, { active: true, payTo: payTo.trim() });
    done('console.raffle.raffle.activated');
  });
  const words = { title: label('pay_to_title'), text: label('pay_to_text'), confirm: label('activate') };
  return (
    <FormDialog {...words} form={form} onClose={onClose}>
      <TextField
        {...form.bind('payTo', { maxLength: 500 })}
        label={translate('console.settings.payments.pay_to.title')}
        autoFocus
        multiline
        minRows={2}
      />
    </FormDialog>
  );
}
