import { Box, Card, Stack, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslate } from 'react-admin';
import { Code, CopyButton, fileUrl, useFormat } from '../../../kernel/ui/index.ts';
import { EmailStateChip } from './EmailStateChip.tsx';
import type { Customer } from './types.ts';

/** The customer as a ticket: who it is on the stub, the QR behind the perforation. */
export function Ticket({ customer, actions }: { customer: Customer; actions?: ReactNode }) {
  const translate = useTranslate();
  const format = useFormat();
  return (
    <Card sx={{ display: 'flex', position: 'relative', overflow: 'visible' }}>
      <Box sx={{ flex: 1, minWidth: 0, p: { xs: 2, sm: 3 } }}>
        <Typography variant="caption" color="text.secondary" component="div" noWrap>
          {customer.exhibitionName}
        </Typography>
        <Typography variant="h2" sx={{ overflowWrap: 'anywhere' }}>
          {customer.name}
        </Typography>
        <Stack direction="row" sx={{ alignItems: 'center', gap: 0.5, mt: 0.5 }}>
          <Code value={customer.code} size="1.1rem" />
          <CopyButton text={customer.code} />
        </Stack>
        <Box sx={{ mt: 1, color: 'text.secondary', fontSize: '0.85rem', overflowWrap: 'anywhere' }}>
          {customer.phone && <div>{customer.phone}</div>}
          {customer.email && <div>{customer.email}</div>}
        </Box>
        <Box sx={{ mt: 1 }}>
          <EmailStateChip state={customer.emailState} />
        </Box>
        <Stack direction="row" sx={{ alignItems: 'baseline', gap: 1.5, mt: 2.5, flexWrap: 'wrap' }}>
          <Typography
            className="figures"
            data-testid="running-total"
            sx={{
              fontSize: { xs: '1.75rem', sm: '2.125rem' },
              fontWeight: 700,
              letterSpacing: '-0.02em',
              lineHeight: 1.1,
            }}
          >
            {format.money(customer.total, customer.currency)}
          </Typography>
          <Typography variant="body2" color="text.secondary">
            {translate('console.exhibition.bill_count', { smart_count: customer.billCount })}
          </Typography>
        </Stack>
        {actions && (
          <Stack direction="row" sx={{ gap: 1, mt: 2, flexWrap: 'wrap' }}>
            {actions}
          </Stack>
        )}
      </Box>
      <Box sx={PERFORATION}>
        <Box
          component="img"
          src={fileUrl(`/exhibition/customers/${customer.id}/qr.svg`)}
          alt={translate('console.exhibition.qr_of', { name: customer.name })}
          // Scanners need dark on light, so the QR's ground stays white in the dark theme too.
          sx={{
            width: { xs: 92, sm: 148 },
            height: { xs: 92, sm: 148 },
            bgcolor: '#fff',
            borderRadius: 1.5,
            p: 0.75,
            display: 'block',
          }}
        />
      </Box>
    </Card>
  );
}

const NOTCH = {
  content: '""',
  position: 'absolute',
  left: -9,
  width: 18,
  height: 9,
  bgcolor: 'background.default',
  border: 1,
  borderColor: 'divider',
} as const;

const PERFORATION = {
  position: 'relative',
  flexShrink: 0,
  display: 'flex',
  alignItems: { xs: 'flex-start', sm: 'center' },
  px: { xs: 1.5, sm: 3 },
  py: { xs: 2, sm: 3 },
  borderLeft: '2px dashed',
  borderColor: 'divider',
  '&::before': { ...NOTCH, top: -1, borderTop: 0, borderRadius: '0 0 9px 9px' },
  '&::after': { ...NOTCH, bottom: -1, borderBottom: 0, borderRadius: '9px 9px 0 0' },
} as const;
