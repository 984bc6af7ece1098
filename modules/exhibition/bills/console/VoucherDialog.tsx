import PrintIcon from '@mui/icons-material/PrintOutlined';
import { Button, Dialog, DialogActions, DialogContent, DialogTitle, GlobalStyles, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Figures, useFormat, useLabels, useSession } from '../../../../kernel/ui/index.ts';

type Props = { code: string; amount: string; currency: string; onClose: () => void };

/** A new voucher. Its code is said this once, so only the button closes it. */
export function VoucherDialog({ code, amount, currency, onClose }: Props) {
  const translate = useTranslate();
  const format = useFormat();
  const { organization } = useSession();
  const say = useLabels('console.exhibition.sale');
  return (
    <Dialog open maxWidth="xs" fullWidth className="voucher">
      {/* On paper there is the voucher alone, 74 mm of a roll. */}
      <GlobalStyles
        styles={{
          '@media print': {
            '#root': { display: 'none' },
            '.voucher *': { color: '#000 !important', background: '#fff !important', boxShadow: 'none !important' },
            '.voucher .MuiDialog-container': { display: 'block', height: 'auto' },
            '.voucher .MuiPaper-root': { width: '74mm', margin: 0 },
          },
        }}
      />
      <DialogTitle>{say('voucher_title')}</DialogTitle>
      <DialogContent sx={{ textAlign: 'center' }}>
        <Typography>{organization.name}</Typography>
        <Figures sx={{ fontSize: '2.2rem', fontWeight: 720 }}>{format.money(amount, currency)}</Figures>
        <Typography
          data-testid="voucher"
          sx={{ fontFamily: 'monospace', fontSize: '1.5rem', fontWeight: 700, whiteSpace: 'nowrap' }}
        >
          {code}
        </Typography>
        <Typography variant="body2" sx={{ mt: 1 }}>
          {say('voucher_text')}
        </Typography>
      </DialogContent>
      <DialogActions sx={{ '@media print': { display: 'none' } }}>
        <Button color="inherit" onClick={onClose}>
          {translate('console.exhibition.pay.next')}
        </Button>
        <Button variant="contained" autoFocus startIcon={<PrintIcon />} onClick={() => window.print()}>
          {say('voucher_print')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
