import LinkIcon from '@mui/icons-material/Link';
import { Box, Button, Card, ListItemButton, Radio, Skeleton, Stack, TextField, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslate } from 'react-admin';
import { PaymentState } from '../../payments/console/index.ts';
import { api, ConfirmDialog, EmptyNote, ErrorNote, useAction, useFormat, useSession } from '../../ui/index.ts';
import { LineText, PaymentText } from './LineText.tsx';
import type { Line, OpenPayment, Leftovers as Sides, Statement } from './types.ts';

/** Unmatched lines and payments. Selecting one of each matches them. */
export function Leftovers({ statement, onDone }: { statement: Statement; onDone: () => void }) {
  const translate = useTranslate();
  const { organization } = useSession();
  const { busy, run } = useAction();
  const [lineId, setLineId] = useState<string | null>(null);
  const [paymentId, setPaymentId] = useState<string | null>(null);
  const [find, setFind] = useState('');
  const [asking, setAsking] = useState<'match' | 'ignore' | null>(null);
  const query = useQuery({
    queryKey: ['statements', organization.id, statement.id, 'leftovers'],
    queryFn: () => api.get<Sides>(`/statements/${statement.id}/leftovers`),
  });
  const label = (name: string, values?: object) => translate(`console.statements.${name}`, values);
  if (query.error) return <ErrorNote error={query.error} onRetry={() => query.refetch()} />;
  if (!query.data) return <Skeleton variant="rounded" height={240} />;
  const { lines, payments, lineCount, paymentCount } = query.data;
  const line = lines.find((each) => each.id === lineId);
  const payment = payments.find((each) => each.id === paymentId);
  // With a line selected, likely payments come first.
  const words = find.toLowerCase().split(/\s+/).filter(Boolean);
  const found = payments.filter((each) => words.every((word) => textOf(each).includes(word)));
  const ordered = line ? found.toSorted((a, b) => Number(fits(line, b)) - Number(fits(line, a))) : found;
  const send = async (what: 'match' | 'ignore', note: string) => {
    const body = { ...(what === 'match' && { paymentId }), ...(note && { note }) };
    const done = await run(
      async () => {
        await api.post(`/statements/${statement.id}/lines/${lineId}/${what}`, body);
        setLineId(null);
        setPaymentId(null);
        onDone();
      },
      { refresh: false, done: `console.statements.${what}_done` },
    );
    if (done) setAsking(null);
  };
  return (
    <>
      <Card
        sx={{
          mb: 2,
          px: 2,
          py: 1.25,
          position: 'sticky',
          top: 8,
          zIndex: 4,
          bgcolor: line || payment ? 'action.selected' : undefined,
        }}
      >
        <Stack direction="row" sx={{ gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
          <Typography variant="body2" sx={{ flex: '1 1 240px' }}>
            {label(line && payment ? 'match_ready' : line ? 'match_choose_payment' : 'match_choose_line')}
          </Typography>
          <Button size="small" disabled={!line || busy} onClick={() => setAsking('ignore')}>
            {label('ignore')}
          </Button>
          <Button
            size="small"
            variant="contained"
            startIcon={<LinkIcon />}
            disabled={!line || !payment || busy}
            onClick={() => setAsking('match')}
          >
            {label('match')}
          </Button>
        </Stack>
      </Card>
      <Box
        sx={{
          display: 'grid',
          gap: 2.5,
          alignItems: 'start',
          gridTemplateColumns: { xs: 'minmax(0,1fr)', md: 'minmax(0,1fr) minmax(0,1fr)' },
        }}
      >
        <Side title={label('lines_left', { smart_count: lineCount })} empty={label('no_lines_left')}>
          {lines.map((each) => (
            <Choice
              key={each.id}
              chosen={each.id === lineId}
              onChoose={() => setLineId(each.id === lineId ? null : each.id)}
            >
              <LineText line={each} />
            </Choice>
          ))}
        </Side>
        <Side
          title={label('payments_left', { smart_count: paymentCount })}
          empty={label('no_payments_left')}
          find={payments.length > 8 ? { text: find, onChange: setFind } : undefined}
        >
          {ordered.map((each) => (
            <Choice
              key={each.id}
              chosen={each.id === paymentId}
              faint={line !== undefined && !fits(line, each)}
              onChoose={() => setPaymentId(each.id === paymentId ? null : each.id)}
            >
              <PaymentText payment={each} />
              <PaymentState state={each.state as Parameters<typeof PaymentState>[0]['state']} />
            </Choice>
          ))}
        </Side>
      </Box>
      <ConfirmDialog
        open={asking === 'match'}
        busy={busy}
        title={label('match_sure')}
        text={line && payment && <Together line={line} payment={payment} />}
        confirm={label('match')}
        reason={{ label: translate('console.payments.note'), required: false }}
        onConfirm={(note) => void send('match', note)}
        onClose={() => setAsking(null)}
      />
      <ConfirmDialog
        open={asking === 'ignore'}
        busy={busy}
        title={label('ignore_sure')}
        text={label('ignore_text')}
        confirm={label('ignore')}
        reason={{ label: label('ignore_reason'), required: true }}
        onConfirm={(note) => void send('ignore', note)}
        onClose={() => setAsking(null)}
      />
    </>
  );
}

const textOf = (payment: OpenPayment) =>
  [payment.payerName, payment.reference, payment.description, payment.amount].join(' ').toLowerCase();

const fits = (line: Line, payment: OpenPayment) =>
  line.amountMinor === payment.amountMinor && line.currency === payment.currency;

function Together({ line, payment }: { line: Line; payment: OpenPayment }) {
  const translate = useTranslate();
  const format = useFormat();
  return (
    <Stack sx={{ gap: 1.5 }}>
      <LineText line={line} />
      <PaymentText payment={payment} />
      {!fits(line, payment) && (
        <Typography variant="body2" color="error">
          {translate('console.statements.amounts_differ', {
            line: format.money(line.amount, line.currency),
            payment: format.money(payment.amount, payment.currency),
          })}
        </Typography>
      )}
    </Stack>
  );
}

type SideProps = {
  title: string;
  empty: string;
  find?: { text: string; onChange: (text: string) => void };
  children: ReactNode[];
};

function Side({ title, empty, find, children }: SideProps) {
  const translate = useTranslate();
  return (
    <Card>
      <Typography variant="h3" component="h2" sx={{ px: 2, py: 1.5 }}>
        {title}
      </Typography>
      {find && (
        <Box sx={{ px: 2, pb: 1.5 }}>
          <TextField
            fullWidth
            type="search"
            label={translate('console.payments.search')}
            value={find.text}
            onChange={(event) => find.onChange(event.target.value)}
          />
        </Box>
      )}
      {children.length === 0 ? (
        <EmptyNote title={find?.text ? translate('console.list.nothing_found') : empty} />
      ) : (
        <Box sx={{ maxHeight: { md: 'calc(100dvh - 220px)' }, overflowY: 'auto' }}>{children}</Box>
      )}
    </Card>
  );
}

type ChoiceProps = { chosen: boolean; faint?: boolean; onChoose: () => void; children: ReactNode };

function Choice({ chosen, faint, onChoose, children }: ChoiceProps) {
  return (
    <ListItemButton
      selected={chosen}
      onClick={onChoose}
      sx={{ borderTop: 1, borderColor: 'divider', gap: 1, px: 1, py: 1, opacity: faint ? 0.6 : 1 }}
    >
      <Radio checked={chosen} size="small" tabIndex={-1} />
      {children}
    </ListItemButton>
  );
}
