import { Alert, Box, Button, FormControlLabel, Radio, RadioGroup, Stack, Typography } from '@mui/material';
import { Caption, Page, Panel, ScannerCheck, SelectField, SwitchField, useAction, useLabels } from '../../ui/index.ts';
import { canReach, isReceiptPrinter, setDevicePrinter, useDevicePrinter, WAYS, type Way } from './device.ts';
import { PAPERS, type Paper } from './encode-slip.ts';
import { NetworkPrinters } from './NetworkPrinters.tsx';
import type { SlipRow } from './types.ts';
import { usePrinting } from './usePrinting.tsx';

/** This device alone: its printer and drawer, whose settings stay in this browser, and a try of its hand scanner. */
export default function DevicePage() {
  const label = useLabels('console.printer');
  const { way, paper, auto, packing, drawer, printer } = useDevicePrinter();
  const { run } = useAction();
  const { busy, printRows } = usePrinting();
  const choose = (kind: 'usb' | 'serial') =>
    run(async () => {
      const { choosePrinter } = await import('./receipt-printer.ts');
      await choosePrinter(kind);
    });
  const test: SlipRow[] = [
    { kind: 'text', text: label('test_title'), center: true, bold: true, big: true },
    { kind: 'rule' },
    { kind: 'pair', left: label('test_line'), right: '1,234.50' },
    { kind: 'pair', left: 'नमस्ते · ₹', right: '₹ 99.00', bold: true },
    { kind: 'rule' },
  ];
  const toggle = (name: 'auto' | 'packing' | 'drawer', on: boolean) => (
    <SwitchField label={label(name)} checked={on} onChange={(now) => setDevicePrinter({ [name]: now })} />
  );
  return (
    <Page title={label('device')} subtitle={label('device_text')} width={640}>
      <Panel title={label('title')}>
        <Stack sx={{ gap: 2 }}>
          <RadioGroup value={way} onChange={(event) => setDevicePrinter({ way: event.target.value as Way })}>
            {WAYS.map((one) => (
              <FormControlLabel
                key={one}
                value={one}
                disabled={!canReach(one)}
                control={<Radio />}
                label={
                  <>
                    <Typography component="span">{label(`ways.${one}`)}</Typography>
                    <Caption component="div">{label(canReach(one) ? `ways_text.${one}` : 'not_here')}</Caption>
                  </>
                }
              />
            ))}
          </RadioGroup>
          {way === 'network' && <NetworkPrinters />}
          {(way === 'usb' || way === 'serial') && (
            <Stack direction="row" sx={{ gap: 2, alignItems: 'center', flexWrap: 'wrap' }}>
              <Button variant="outlined" onClick={() => void choose(way)}>
                {label('choose')}
              </Button>
              <Typography variant="body2">{printer ? printer.name : label('none')}</Typography>
            </Stack>
          )}
          {way !== 'pdf' && (
            <>
              <SelectField
                label={label('paper')}
                value={paper}
                onChange={(event) => setDevicePrinter({ paper: Number(event.target.value) as Paper })}
                choices={Object.keys(PAPERS).map((id) => ({ id, name: `${id} mm` }))}
              />
              {toggle('auto', auto)}
              {auto && toggle('packing', packing)}
            </>
          )}
          {isReceiptPrinter(way) && toggle('drawer', drawer)}
          {way !== 'pdf' && (
            <>
              <Alert severity="info">{label('key')}</Alert>
              <Button variant="contained" disabled={busy} onClick={() => void printRows(test)}>
                {label('test')}
              </Button>
            </>
          )}
        </Stack>
      </Panel>
      <Box sx={{ mt: 2.5 }}>
        <ScannerCheck />
      </Box>
    </Page>
  );
}
