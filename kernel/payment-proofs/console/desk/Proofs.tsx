import CloseIcon from '@mui/icons-material/Close';
import NoPictureIcon from '@mui/icons-material/ImageNotSupportedOutlined';
import { Box, Button, Card, Link, Stack, Tab, Tabs, Typography } from '@mui/material';
import { type Ref, useState } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { Code, EmptyNote, useCan, useFormat, useLabels } from '../../../ui/index.ts';
import type { Proof, Waiting } from '../types.ts';
import { PdfFrame } from './PdfFrame.tsx';
import { Picture, type PictureHandle } from './Picture.tsx';

const LABELS = 'console.payments';

export type Compared = { fileId: string; reference: string };
type Props = {
  payment: Waiting;
  hand?: Ref<PictureHandle>;
  /** Another payment's picture, shown beside this one's. */
  compared: Compared | null;
  onCompareEnd: () => void;
};

/**
 * The proofs, the latest first. The parent passes the payment's id as the key, so that each payment starts with a new
 * state.
 */
export function Proofs({ payment, hand, compared, onCompareEnd }: Props) {
  const label = useLabels(LABELS);
  const format = useFormat();
  const can = useCan();
  const [chosen, setChosen] = useState(0);
  const { proofs } = payment;
  const proof = proofs[chosen] ?? proofs[0];
  const chat = proof?.conversationId && can('channels.read') ? `/inbox/${proof.conversationId}` : null;
  return (
    <Card sx={{ display: 'flex', flexDirection: 'column', height: '100%', overflow: 'hidden' }}>
      {proofs.length > 1 && (
        <Tabs
          value={Math.min(chosen, proofs.length - 1)}
          onChange={(_, next: number) => setChosen(next)}
          variant="scrollable"
          sx={{ px: 1, borderBottom: 1, borderColor: 'divider', flexShrink: 0 }}
        >
          {proofs.map((each, i) => (
            <Tab
              key={each.id}
              value={i}
              label={`${label('proof', { number: proofs.length - i })} · ${format.ago(each.submittedAt)}`}
            />
          ))}
        </Tabs>
      )}
      <Box
        sx={{
          flex: 1,
          minHeight: 0,
          display: 'grid',
          gridTemplateColumns: compared ? '1fr 1fr' : '1fr',
          bgcolor: 'action.hover',
        }}
      >
        <Box sx={{ minWidth: 0, minHeight: 0, display: 'grid' }}>
          {proof ? <Shown key={proof.id} proof={proof} payment={payment} hand={hand} /> : <Nothing />}
        </Box>
        {compared && (
          <Box sx={{ minWidth: 0, position: 'relative', borderLeft: 2, borderColor: 'warning.main' }}>
            <Picture
              key={compared.fileId}
              fileId={compared.fileId}
              alt={label('desk.picture_of', { reference: compared.reference })}
            />
            <Button
              size="small"
              variant="contained"
              color="warning"
              startIcon={<CloseIcon />}
              onClick={onCompareEnd}
              sx={{ position: 'absolute', left: 8, top: 8 }}
            >
              {compared.reference}
            </Button>
          </Box>
        )}
      </Box>
      {proof && (proof.caption || proof.transactionReference || chat) && (
        <Stack
          sx={{ px: 2, py: 1.25, gap: 0.5, borderTop: 1, borderColor: 'divider', maxHeight: 120, overflowY: 'auto' }}
        >
          {proof.caption && <Typography variant="body2">“{proof.caption}”</Typography>}
          {chat && (
            <Link component={RouterLink} to={chat} variant="body2">
              {label('open_chat')}
            </Link>
          )}
          {proof.transactionReference && (
            <Typography variant="body2" component="div">
              {label('transaction_reference')}: <Code value={proof.transactionReference} />
            </Typography>
          )}
        </Stack>
      )}
    </Card>
  );
}

function Shown({ proof, payment, hand }: { proof: Proof; payment: Waiting; hand?: Ref<PictureHandle> }) {
  const label = useLabels(LABELS);
  if (!proof.file) return <Nothing />;
  if (proof.file.contentType === 'application/pdf') return <PdfFrame fileId={proof.file.id} name={proof.file.name} />;
  return (
    <Picture hand={hand} fileId={proof.file.id} alt={label('desk.picture_of', { reference: payment.reference })} />
  );
}

function Nothing() {
  const label = useLabels(LABELS);
  return (
    <Box sx={{ m: 'auto' }}>
      <EmptyNote icon={<NoPictureIcon />} title={label('desk.no_picture')} text={label('desk.no_picture_text')} />
    </Box>
  );
}
