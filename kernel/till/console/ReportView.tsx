import { Box, Card, GlobalStyles, Stack, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslate } from 'react-admin';
import { Caption, useFormat, useLabels, useSession } from '../../ui/index.ts';
import { besidesTax } from '../contract.ts';
import type { Report } from './types.ts';

/** On paper the report alone, on a roll of 80 mm. */
const PAPER = (
  <GlobalStyles
    styles={{
      '@page': { size: '80mm auto', margin: '3mm' },
      '@media print': {
        body: { background: '#fff' },
        'header, nav, aside, h1, a, button, [role="alert"], .MuiDrawer-root': { display: 'none !important' },
      },
    }}
  />
);

/** The X or Z report, as it is printed. */
export function ReportView({ report }: { report: Report }) {
  const translate = useTranslate();
  const label = useLabels('console.till.report');
  const format = useFormat();
  const { organization } = useSession();
  const { session } = report;
  const { currency } = session;
  const money = (amount: string | null) => format.money(amount ?? '0', currency);
  const sum = (key: string, name: string, { count, amount }: { count: number; amount: string }) => (
    <Row key={key} label={`${name} (${format.number(count)})`}>
      {money(amount)}
    </Row>
  );
  return (
    <Card
      sx={{
        p: 2.5,
        maxWidth: 420,
        width: '100%',
        '@media print': { p: 0, border: 0, boxShadow: 'none', width: '74mm', color: '#000', bgcolor: '#fff' },
      }}
    >
      {PAPER}
      <Typography sx={{ fontWeight: 700, textAlign: 'center' }}>{organization.name}</Typography>
      <Typography variant="body2" sx={{ textAlign: 'center', mb: 1 }}>
        {label(report.kind)}
      </Typography>
      <Row label={label('drawer')}>{session.drawer.name}</Row>
      <Row label={label('cashier')}>{session.cashier.name}</Row>
      <Row label={label('opened')}>{format.dateTime(session.openedAt)}</Row>
      {session.closedAt && <Row label={label('closed')}>{format.dateTime(session.closedAt)}</Row>}
      {session.closeReason && (
        <Row label={label('closed_by')}>{`${session.closedBy ?? ''}: ${session.closeReason}`}</Row>
      )}
      <Section title={label('cash')}>
        {report.cash.map((one) => sum(one.kind, label(`kind.${one.kind}`), one))}
        <Row strong label={label('expected')}>
          {money(session.expected)}
        </Row>
        {session.closedAt && (
          <>
            <Row strong label={label('counted')}>
              {money(session.counted)}
            </Row>
            <Row strong label={label('difference')}>
              {money(session.difference)}
            </Row>
          </>
        )}
        {session.differenceReason && <Row label={label('reason')}>{session.differenceReason}</Row>}
        <Row label={label('no_sales')}>{format.number(report.noSales)}</Row>
      </Section>
      <Section title={label('by_method')}>
        {report.byMethod.map((one) => sum(one.method, translate(`console.payments.method.${one.method}`), one))}
        <Row strong label={label('total')}>
          {money(report.total)}
        </Row>
      </Section>
      {report.bySubject.length > 0 && (
        <Section title={label('by_subject')}>{report.bySubject.map((one) => sum(one.subject, one.label, one))}</Section>
      )}
      {report.byTax.length > 0 && (
        <Section title={label('by_tax')}>
          {report.byTax.map(({ rate, net, tax }) => (
            <Row key={rate} label={label('tax_net', { rate: format.number(rate), net: money(net) })}>
              {money(tax)}
            </Row>
          ))}
          {besidesTax(report.byTax, report).map(({ key, amount }) => (
            <Row key={key} label={label(key)}>
              {money(amount)}
            </Row>
          ))}
        </Section>
      )}
      {report.byHour.length > 0 && (
        <Section title={label('by_hour')}>
          {report.byHour.map((one) => sum(one.hour, format.time(one.hour), one))}
        </Section>
      )}
    </Card>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Box sx={{ mt: 1.5, pt: 1, borderTop: 1, borderColor: 'divider' }}>
      <Caption sx={{ fontWeight: 650 }}>{title}</Caption>
      {children}
    </Box>
  );
}

function Row({ label, strong, children }: { label: string; strong?: boolean; children: ReactNode }) {
  const weight = { fontWeight: strong ? 650 : 400 };
  return (
    <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 2 }}>
      <Typography variant="body2" sx={weight}>
        {label}
      </Typography>
      <Typography variant="body2" className="figures" sx={{ ...weight, textAlign: 'right', overflowWrap: 'anywhere' }}>
        {children}
      </Typography>
    </Stack>
  );
}
