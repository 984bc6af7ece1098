import { useMediaQuery } from '@mui/material';
import type { Theme } from '@mui/material/styles';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { api, fileUrl, useAddress, useLive, useSession } from '../../../ui/index.ts';
import type { Detail, Waiting } from '../types.ts';
import { readingOf } from './ReadInPicture.tsx';
import { isGrave } from './Signals.tsx';
import { type Decided, useDecision } from './useDecision.ts';
import { type QueueFilter, useQueue } from './useQueue.ts';

const TOPICS = ['payment'];
/**
 * After another payment opens automatically, decisions wait this long: a second tap or key press was meant for the one
 * before.
 */
const LOOK_FIRST_MS = 450;

/** The payment that is open, by the URL, with all about it. */
function useOpened() {
  const { organization } = useSession();
  const { get, set } = useAddress();
  const chosenId = get('payment') || null;
  const open = (id: string | null, replace = true) => set({ payment: id }, { replace });
  const detail = useQuery({
    queryKey: ['payments', 'detail', organization.id, chosenId],
    queryFn: () => api.get<Detail>(`/payments/${chosenId}`),
    enabled: chosenId !== null,
  });
  const client = useQueryClient();
  // Not `refetch`, which asks even when nothing is selected.
  useLive(TOPICS, () => client.invalidateQueries({ queryKey: ['payments', 'detail', organization.id] }));
  return { chosenId, open, detail };
}

/** The desk's state: the queue, the open payment (in the URL), and the decisions about it. */
export function useDesk(filter: QueueFilter) {
  const narrow = useMediaQuery((theme: Theme) => theme.breakpoints.down('md'), { noSsr: true });
  const { query, items, remove } = useQueue(filter);
  const { chosenId, open, detail } = useOpened();
  const [typed, setTyped] = useState<string | null>(null);
  const [asking, setAsking] = useState<'verify' | 'deny' | null>(null);
  const [settled, setSettled] = useState(false);
  const place = items.findIndex((item) => item.id === chosenId);
  // The position of the open payment, also after another person's decision removed it from the queue.
  const stood = useRef(0);
  if (place >= 0) stood.current = place;

  const listed = items[place];
  // Whichever is newer: when another person decided, the list has the new state first.
  const payment: Waiting | undefined = detail.data ?? listed;

  // Until the person types, the field contains the number read from the picture, to compare.
  const read = payment?.may.includes('verify') ? (readingOf(payment)?.reference ?? '') : '';
  const transaction = typed ?? read;

  const first = items[0]?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: when nothing is chosen; opening something is no reason to look again.
  useEffect(() => {
    if (!chosenId && first && !narrow) open(first);
  }, [chosenId, first, narrow]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another payment begins with nothing typed.
  useEffect(() => {
    setTyped(null);
    setAsking(null);
    setSettled(false);
    const timer = window.setTimeout(() => setSettled(true), LOOK_FIRST_MS);
    return () => window.clearTimeout(timer);
  }, [chosenId]);
  const following = items[place < 0 ? stood.current : place + 1]?.proofs[0]?.file;
  useEffect(() => {
    if (following?.contentType.startsWith('image/')) new Image().src = fileUrl(`/files/${following.id}`);
  }, [following]);

  const step = (by: 1 | -1) => {
    // The next payment took the place of the one that left the queue.
    const to =
      items[place < 0 ? stood.current + (by < 0 ? -1 : 0) : place + by] ?? (place < 0 ? items.at(-1) : undefined);
    if (to) open(to.id);
    else if (place < 0) open(null);
  };
  const decided = ({ payment: after }: Decided) => {
    setAsking(null);
    const at = items.findIndex((item) => item.id === after.id);
    const next = items[at + 1] ?? items[at - 1];
    if (after.state !== 'submitted') remove([after.id]);
    if (after.id === chosenId) open(next && next.id !== after.id ? next.id : null);
  };
  const decision = useDecision(decided);
  const ready = settled && decision.busy === null;

  const confirm = () => {
    if (payment)
      void decision.decide(
        'verify',
        payment.id,
        transaction.trim() ? { transactionReference: transaction.trim() } : {},
      );
  };
  const verify = () => {
    if (!payment?.may.includes('verify') || !ready) return;
    if (payment.signals.some(isGrave) || payment.needsSecond) setAsking('verify');
    else confirm();
  };
  const deny = (reason?: string) => {
    if (!payment?.may.includes('deny') || !ready) return;
    if (reason) void decision.decide('deny', payment.id, { reason });
    else setAsking('deny');
  };
  return {
    narrow,
    query,
    items,
    remove,
    chosenId,
    payment,
    detail: detail.data,
    detailError: detail.error,
    open,
    step,
    transaction,
    transactionRead: typed === null && read !== '',
    setTransaction: setTyped,
    asking,
    setAsking,
    ready,
    confirm,
    verify,
    deny,
    ...decision,
  };
}
