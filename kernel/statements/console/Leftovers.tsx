import LinkIcon from '@mui/icons-material/Link';
import { Box, Button, Card, Checkbox, ListItemButton, Skeleton, Stack, TextField, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslate } from 'react-admin';
import { formatAmount } from '../../lib/money.ts';
import { PaymentState } from '../../payments/console/index.ts';
import { api, ConfirmDialog, EmptyNote, ErrorNote, useAction, useFormat, useSession } from '../../ui/index.ts';
import { LineText, PaymentText } from './LineText.tsx';
import type { Line, OpenPayment, Leftovers as Sides, Statement } from './types.ts';

const TWO_SIDES = {
  display: 'grid',
  gap: 2.5,
  alignItems: 'start',
  gridTemplateColumns: { xs: 'minmax(0,1fr)', md: 'minmax(0,1fr) minmax(0,1fr)' },
};

/** Unmatched lines and payments. Selecting one of each matches them. */
export function Leftovers({ statement, onDone }: { statement: Statement; onDone: () => void }) {
  const translate = useTranslate();
  const { organization } = useSession();
  const { busy, run } = useAction();
  const [lineIds, setLineIds] = useState<string[]>([]);
  const [paymentIds, setPaymentIds] = useState<string[]>([]);
  const [asking, setAsking] = useState<'match' | 'ignore' | null>(null);
  const query = useQuery({
    queryKey: ['statements', organization.id, statement.id, 'leftovers'],
    queryFn: () => api.get<Sides>(`/statements/${statement.id}/leftovers`),
  });
  const label = (name: string, values?: object) => translate(`console.statements.${name}`, values);
  if (query.error) return <ErrorNote error={query.error} onRetry={() => query.refetch()} />;
  if (!query.data) return <Skeleton variant="rounded" height={240} />;
  const { lines, payments, lineCount, suggestions } = query.data;
  const chosenLines = lines.filter((each) => lineIds.includes(each.id));
  const chosen = payments.filter((each) => paymentIds.includes(each.id));
  const [line] = chosenLines;
  const pairs = chosenLines.length > 0 && chosen.length > 0;
  const several = chosenLines.length > 1 || chosen.length > 1;
  const suggestionOf = (id: string | undefined) => suggestions.find((each) => each.lineId === id)?.paymentIds;
  const suggested = line && suggestionOf(line.id);
  const chooseLine = (id: string) => {
    const next = toggled(lineIds, id);
    setLineIds(next);
    // What a person said before, or our references in its text, for a look.
    const theirs = next.length === 1 && next[0] === id ? suggestionOf(id) : undefined;
    if (theirs) setPaymentIds(theirs.filter((each) => payments.some((one) => one.id === each)));
  };
  const send = async (what: 'match' | 'ignore', note: string) => {
    const body = { ...(what === 'match' && !several && { paymentId: chosen[0]?.id }), ...(note && { note }) };
    const ids = { lineIds: chosenLines.map(({ id }) => id), paymentIds: chosen.map(({ id }) => id) };
    const done = await run(
      async () => {
        if (what === 'match' && several) await api.post('/statement-lines/match', { ...body, ...ids });
        else await api.post(`/statements/${statement.id}/lines/${line?.id}/${what}`, body);
        setLineIds([]);
        setPaymentIds([]);
        onDone();
      },
      {
        refresh: false,
        done: `console.statements.${what}_done`,
        ...(what === 'ignore' && {
          undo: () => api.post(`/statements/${statement.id}/lines/${line?.id}/reopen`).then(onDone),
        }),
      },
    );
    if (done) setAsking(null);
  };
  return (
    <>
      <Bar
        lines={chosenLines}
        payments={chosen}
        suggested={suggested !== undefined}
        busy={busy}
        onIgnore={() => setAsking('ignore')}
        onMatch={() => setAsking('match')}
      />
      <Box sx={TWO_SIDES}>
        <Side title={label('lines_left', { smart_count: lineCount })} empty={label('no_lines_left')}>
          {lines.map((each) => (
            <Choice key={each.id} chosen={lineIds.includes(each.id)} onChoose={() => chooseLine(each.id)}>
              <LineText line={each} />
            </Choice>
          ))}
        </Side>
        <PaymentsLeft
          left={query.data}
          line={line}
          suggested={suggested}
          chosen={paymentIds}
          onChoose={(id) => setPaymentIds(toggled(paymentIds, id))}
        />
      </Box>
      <ConfirmDialog
        open={asking === 'match'}
        busy={busy}
        title={label('match_sure')}
        text={pairs && <Together lines={chosenLines} payments={chosen} />}
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

type PaymentsProps = {
  left: Sides;
  line: Line | undefined;
  suggested: string[] | undefined;
  chosen: string[];
  onChoose: (id: string) => void;
};

/** With a line selected, likely payments come first. */
function PaymentsLeft({ left, line, suggested, chosen, onChoose }: PaymentsProps) {
  const translate = useTranslate();
  const [find, setFind] = useState('');
  const label = (name: string, values?: object) => translate(`console.statements.${name}`, values);
  const { payments, paymentCount } = left;
  const words = find.toLowerCase().split(/\s+/).filter(Boolean);
  const found = payments.filter((each) => words.every((word) => textOf(each).includes(word)));
  const ordered = line ? found.toSorted((a, b) => Number(fits(line, b)) - Number(fits(line, a))) : found;
  return (
    <Side
      title={label('payments_left', { smart_count: paymentCount })}
      empty={label('no_payments_left')}
      find={payments.length > 8 ? { text: find, onChange: setFind } : undefined}
    >
      {ordered.map((each) => (
        <Choice
          key={each.id}
          chosen={chosen.includes(each.id)}
          faint={line !== undefined && !fits(line, each) && !suggested?.includes(each.id)}
          onChoose={() => onChoose(each.id)}
        >
          <PaymentText payment={each} />
          <PaymentState state={each.state as Parameters<typeof PaymentState>[0]['state']} />
        </Choice>
      ))}
    </Side>
  );
}

type BarProps = {
  lines: Line[];
  payments: OpenPayment[];
  suggested: boolean;
  busy: boolean;
  onIgnore: () => void;
  onMatch: () => void;
};

/** What is chosen, and what can be done with it. */
function Bar({ lines, payments, suggested, busy, onIgnore, onMatch }: BarProps) {
  const translate = useTranslate();
  const label = (name: string) => translate(`console.statements.${name}`);
  const pairs = lines.length > 0 && payments.length > 0;
  const several = lines.length > 1 || payments.length > 1;
  const any = lines.length > 0 || payments.length > 0;
  return (
    <Card
      sx={{
        mb: 2,
        px: 2,
        py: 1.25,
        position: 'sticky',
        top: 8,
        zIndex: 4,
        bgcolor: any ? 'action.selected' : undefined,
      }}
    >
      <Stack direction="row" sx={{ gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
        <Typography variant="body2" sx={{ flex: '1 1 240px' }}>
          {label(pairs ? 'match_ready' : lines.length > 0 ? 'match_choose_payment' : 'match_choose_line')}
          {pairs && several && <Sums lines={lines} payments={payments} />}
          {suggested && payments.length > 1 && ` ${label('match_suggested')}`}
        </Typography>
        <Button size="small" disabled={lines.length !== 1 || busy} onClick={onIgnore}>
          {label('ignore')}
        </Button>
        <Button
          size="small"
          variant="contained"
          startIcon={<LinkIcon />}
          disabled={!pairs || busy || (lines.length > 1 && payments.length > 1)}
          onClick={onMatch}
        >
          {label('match')}
        </Button>
      </Stack>
    </Card>
  );
}

const textOf = (payment: OpenPayment) =>
  [payment.payerName, payment.reference, payment.description, payment.amount].join(' ').toLowerCase();

const fits = (line: Line, payment: OpenPayment) =>
  line.leftMinor === payment.amountMinor && line.currency === payment.currency;

/** Chosen, or no longer. */
const toggled = (ids: string[], id: string) => (ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id]);

type Pairs = { lines: Line[]; payments: OpenPayment[] };

function Together({ lines, payments }: Pairs) {
  const translate = useTranslate();
  const format = useFormat();
  const [line] = lines;
  const [payment] = payments;
  const several = lines.length > 1 || payments.length > 1;
  return (
    <Stack sx={{ gap: 1.5 }}>
      {lines.map((each) => (
        <LineText key={each.id} line={each} />
      ))}
      {payments.map((each) => (
        <PaymentText key={each.id} payment={each} />
      ))}
      {several && <Sums lines={lines} payments={payments} />}
      {!several && line && payment && !fits(line, payment) && (
        <Typography variant="body2" color="error">
          {translate('console.statements.amounts_differ', {
            line: format.money(line.left, line.currency),
            payment: format.money(payment.amount, payment.currency),
          })}
        </Typography>
      )}
    </Stack>
  );
}

/** What came and what is asked for, where several are chosen. */
function Sums({ lines, payments }: Pairs) {
  const translate = useTranslate();
  const format = useFormat();
  const currency = lines[0]?.currency ?? '';
  const came = lines.reduce((sum, each) => sum + each.leftMinor, 0);
  const asked = payments.reduce((sum, each) => sum + each.amountMinor, 0);
  return (
    <Typography variant="body2" component="span" sx={{ display: 'block' }} color={came === asked ? 'success' : 'error'}>
      {translate('console.statements.match_sums', {
        lines: format.money(formatAmount(came, currency), currency),
        payments: format.money(formatAmount(asked, currency), currency),
      })}
    </Typography>
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
      <Checkbox checked={chosen} size="small" tabIndex={-1} />
      {children}
    </ListItemButton>
  );
}
