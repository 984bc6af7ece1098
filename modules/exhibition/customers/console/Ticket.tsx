import { Box, Card, Stack, Typography } from '@mui/material';
import { type ReactNode, useState } from 'react';
import { useTranslate } from 'react-admin';
import { Caption, Code, CopyButton, fileUrl, OnlyHere, useCan, useFormat } from '../../../../kernel/ui/index.ts';
import { EmailStateChip } from './EmailStateChip.tsx';
import type { Customer } from './types.ts';

/**
 * The customer as a ticket: name and ID, the QR code for people who may show it, the running total below on a phone.
 */
export function Ticket({ customer, actions }: { customer: Customer; actions?: ReactNode }) {
  const showsCode = useCan()('credentials.show');
  return (
    <Card sx={{ overflow: 'visible', display: 'grid', gridTemplateColumns: 'minmax(0,1fr) auto' }}>
      <Who customer={customer} />
      {showsCode && (
        <Box sx={PERFORATION}>
          <Qr key={customer.updatedAt} customer={customer} />
        </Box>
      )}
      {showsCode && (
        <Box sx={{ gridColumn: '1 / -1', px: { xs: 2, sm: 3 }, pt: 2, '&:empty': { display: 'none' } }}>
          <OnlyHere />
        </Box>
      )}
      <Box sx={TOTAL}>
        <Total customer={customer} />
        {actions && (
          <Stack direction="row" sx={{ gap: 1, mt: 2, flexWrap: 'wrap' }}>
            {actions}
          </Stack>
        )}
      </Box>
    </Card>
  );
}

function Who({ customer }: { customer: Customer }) {
  return (
    <Box sx={{ minWidth: 0, p: { xs: 2, sm: 3 }, pb: { sm: 0 } }}>
      <Caption component="div" noWrap>
        {customer.exhibitionName}
      </Caption>
      <Typography variant="h2" sx={{ overflowWrap: 'anywhere' }}>
        {customer.name}
      </Typography>
      <Stack direction="row" sx={{ alignItems: 'center', gap: 0.5, mt: 0.5 }}>
        <Code value={customer.code} size="1.1rem" />
        <CopyButton text={customer.code} />
      </Stack>
      <Box sx={{ mt: 1, color: 'text.secondary', fontSize: '0.85rem', overflowWrap: 'anywhere' }}>
        <div>{customer.phone}</div>
        <div>{customer.email}</div>
      </Box>
      <Box sx={{ mt: 1 }}>
        <EmailStateChip state={customer.emailState} />
      </Box>
    </Box>
  );
}

function Total({ customer }: { customer: Customer }) {
  const translate = useTranslate();
  const format = useFormat();
  return (
    <Stack direction="row" sx={{ alignItems: 'baseline', gap: 1.5, flexWrap: 'wrap' }}>
      <Typography className="figures" data-testid="running-total" sx={FIGURE}>
        {format.money(customer.total, customer.currency)}
      </Typography>
      <Typography variant="body2" color="textSecondary">
        {translate('console.exhibition.bill_count', { smart_count: customer.billCount })}
      </Typography>
    </Stack>
  );
}

/** The QR code, or a text when it was revoked. */
function Qr({ customer }: { customer: Customer }) {
  const translate = useTranslate();
  const [gone, setGone] = useState(false);
  if (gone) {
    return (
      <Caption
        sx={{ ...QR, bgcolor: 'action.hover', display: 'grid', placeItems: 'center', textAlign: 'center', p: 1 }}
      >
        {translate('console.exhibition.qr_revoked')}
      </Caption>
    );
  }
  return (
    <Box
      component="img"
      // The time makes the address new: a browser does not load an image again while the page has its address.
      src={fileUrl(`/exhibition/customers/${customer.id}/qr.svg`, { v: customer.updatedAt })}
      alt={translate('console.exhibition.qr_of', { name: customer.name })}
      onError={() => setGone(true)}
      // Scanners need dark on light, so the QR code keeps a white background in the dark theme.
      sx={{ ...QR, bgcolor: '#fff', p: { xs: 0.5, sm: 0.75 } }}
    />
  );
}

const FIGURE = {
  fontSize: { xs: '1.75rem', sm: '2.125rem' },
  fontWeight: 700,
  letterSpacing: '-0.02em',
  lineHeight: 1.1,
};

const QR = { width: { xs: 104, sm: 156 }, height: { xs: 104, sm: 156 }, borderRadius: 1.5, display: 'block' };

const TOTAL = {
  minWidth: 0,
  gridColumn: { xs: '1 / -1', sm: '1' },
  px: { xs: 2, sm: 3 },
  pt: { xs: 1.75, sm: 2.5 },
  pb: { xs: 2, sm: 3 },
  borderTop: { xs: '2px dashed', sm: 0 },
  borderColor: { xs: 'divider', sm: 'divider' },
};

const NOTCH = {
  content: '""',
  position: 'absolute',
  left: -10,
  width: 18,
  height: 9,
  bgcolor: 'background.default',
  border: 1,
  borderColor: 'divider',
  display: { xs: 'none', sm: 'block' },
} as const;

/** On a phone the perforation lies above the total instead, so that figures and buttons get the whole width. */
const PERFORATION = {
  position: 'relative',
  gridRow: { sm: '1 / span 2' },
  gridColumn: '2',
  display: 'flex',
  alignItems: { xs: 'flex-start', sm: 'center' },
  px: { xs: 2, sm: 3 },
  py: { xs: 2, sm: 3 },
  borderLeft: { sm: '2px dashed' },
  borderColor: { sm: 'divider' },
  '&::before': { ...NOTCH, top: -1, borderTop: 0, borderRadius: '0 0 9px 9px' },
  '&::after': { ...NOTCH, bottom: -1, borderBottom: 0, borderRadius: '9px 9px 0 0' },
} as const;
