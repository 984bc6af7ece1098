import { Alert, Box, Button, Collapse, Stack, Typography } from '@mui/material';
import { useEffect, useState } from 'react';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { useFormat } from '../format.ts';
import { again, isSending, sendAll } from './send.ts';
import { forget, load, type Unsent } from './store.ts';
import { useUnsent } from './useUnsent.ts';

/**
 * Shown on every page of the console while entries are unsent: their number and owner, and on request each entry with
 * its actions.
 */
export function UnsentBar({ userId }: { userId: string }) {
  const translate = useTranslate();
  const [open, setOpen] = useState(false);
  const all = useUnsent();
  // An entry that is being sent for the first time is still on its own page.
  const own = all.filter(
    (item) => item.userId === userId && (item.tried || item.state === 'refused' || !isSending(item.key)),
  );
  const others = all.filter((item) => item.userId !== userId);
  const refused = own.filter(({ state }) => state === 'refused').length;
  const waiting = own.length - refused;
  const count = (key: string, smart_count: number) => translate(`console.unsent.${key}`, { smart_count });
  if (own.length + others.length === 0) return null;
  return (
    <Box role="status" sx={{ px: { xs: 2, md: 4 }, pb: 1 }}>
      {own.length > 0 && (
        <Alert
          severity={refused > 0 ? 'error' : 'warning'}
          action={
            <Stack direction="row" sx={{ gap: 0.5, flexWrap: 'wrap', justifyContent: 'flex-end' }}>
              {waiting > 0 && (
                <Button color="inherit" size="small" onClick={() => void sendAll(userId)}>
                  {translate('console.unsent.send_now')}
                </Button>
              )}
              <Button color="inherit" size="small" onClick={() => setOpen(!open)} aria-expanded={open}>
                {translate(`console.unsent.${open ? 'hide' : 'show'}`)}
              </Button>
            </Stack>
          }
        >
          {waiting > 0 && <div>{count('waiting', waiting)}</div>}
          {refused > 0 && <div>{count('refused', refused)}</div>}
          <Collapse in={open} unmountOnExit>
            <Stack component="ul" sx={{ gap: 1, m: 0, mt: 1.5, p: 0, listStyle: 'none' }}>
              {own.map((item) => (
                <Entry key={item.key} item={item} />
              ))}
            </Stack>
          </Collapse>
        </Alert>
      )}
      {others.length > 0 && (
        <Alert severity="info" sx={{ mt: own.length > 0 ? 1 : 0 }}>
          {translate('console.unsent.others', {
            smart_count: others.length,
            name: [...new Set(others.map(({ userName }) => userName))].join(', '),
          })}
        </Alert>
      )}
    </Box>
  );
}

function Entry({ item }: { item: Unsent }) {
  const translate = useTranslate();
  const format = useFormat();
  const [sure, setSure] = useState(false);
  const amount = Number.isFinite(Number(item.amount)) ? format.money(item.amount, item.currency) : item.amount;
  const state = item.state === 'refused' ? 'is_refused' : item.tried ? 'is_unknown' : 'is_waiting';
  return (
    <Box component="li">
      <Typography variant="body2" sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>
        {amount} · {item.title}
      </Typography>
      <Typography variant="caption" component="div" sx={{ overflowWrap: 'anywhere' }}>
        {[item.note, format.dateTime(new Date(item.at).toISOString())].filter(Boolean).join(' · ')}
      </Typography>
      <Typography variant="caption" component="div">
        {translate(`console.unsent.${state}`)} {item.message}
      </Typography>
      <Stack direction="row" sx={{ gap: 0.5, flexWrap: 'wrap', ml: -0.75 }}>
        <Button color="inherit" size="small" component={Link} to={item.href}>
          {translate('console.unsent.open')}
        </Button>
        <Button color="inherit" size="small" onClick={() => void again(item)}>
          {translate('console.unsent.send_now')}
        </Button>
        {/* Discarding an entry that may be saved takes two clicks. */}
        <Button
          color="inherit"
          size="small"
          onClick={() => (sure || item.state === 'refused' ? void forget(item.key) : setSure(true))}
        >
          {translate(`console.unsent.${sure ? 'drop_sure' : 'drop'}`)}
        </Button>
      </Stack>
    </Box>
  );
}

/** Says that nothing is lost when the server can't be reached to check the session. */
export function UnsentNote() {
  const translate = useTranslate();
  const all = useUnsent();
  useEffect(() => void load(), []);
  if (all.length === 0) return null;
  return (
    <Alert severity="info" sx={{ mt: 2 }}>
      {translate('console.unsent.kept', { smart_count: all.length })}
    </Alert>
  );
}
