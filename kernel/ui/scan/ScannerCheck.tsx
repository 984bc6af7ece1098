import { Alert, Box, Button, Link, Stack, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useLocaleState, useTranslate } from 'react-admin';
import { Panel } from '../Panel.tsx';
import { judgeScanner, listenToAll, TEST_CODE, type Verdict } from '../reader/index.ts';

type Finding = Verdict['findings'][number];

/** Tries a hand scanner with the test code: what it types, what is repaired by itself, what has to be set in it. */
export function ScannerCheck() {
  const translate = useTranslate();
  const [locale] = useLocaleState();
  const label = (name: string, values = {}) => translate(`console.scan.check.${name}`, values);
  const [trying, setTrying] = useState(false);
  const [typed, setTyped] = useState<(Verdict & { text: string }) | null>(null);
  useEffect(() => {
    if (!trying) return;
    return listenToAll((scan) => setTyped({ ...judgeScanner(scan), text: scan.text }));
  }, [trying]);
  const picture = useQuery({
    queryKey: ['scanner-test'],
    queryFn: async () => (await import('qrcode')).toDataURL(TEST_CODE, { margin: 2, width: 200 }),
    enabled: trying,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const say = ({ name, text }: Finding) =>
    SAID_AT_A_SCAN.has(name) ? translate(`console.scan.keyboard.${name}`) : label(`found.${name}`, { text });
  return (
    <Panel title={label('title')}>
      <Stack sx={{ gap: 2, alignItems: 'flex-start' }}>
        <Typography variant="body2" color="textSecondary">
          {label('text')}{' '}
          <Link
            href={`/help/${locale}/mess-hall#hand-scanners-and-iphones`}
            target="_blank"
            rel="noreferrer"
            underline="always"
          >
            {label('paper')}
          </Link>
        </Typography>
        <Button variant="outlined" onClick={() => setTrying(!trying)}>
          {label(trying ? 'stop' : 'begin')}
        </Button>
        {trying && picture.data && (
          <Box component="img" src={picture.data} alt={TEST_CODE} sx={{ width: 200, borderRadius: 1 }} />
        )}
        {trying && !typed && <Alert severity="info">{label('scan_now')}</Alert>}
        {trying && typed && (
          <Box role="status" sx={{ width: '100%' }} data-testid="scanner-verdict">
            <Alert severity={typed.works ? 'success' : 'error'}>
              <Typography sx={{ fontWeight: 600 }}>{label(typed.works ? 'works' : 'works_not')}</Typography>
              <Box component="ul" sx={{ pl: 2.5, my: 0.5 }}>
                {typed.findings.map((finding) => (
                  <li key={finding.name}>{say(finding)}</li>
                ))}
              </Box>
              <Typography variant="caption" component="div" translate="no" sx={{ overflowWrap: 'anywhere' }}>
                {label('typed', { text: typed.text })}
              </Typography>
            </Alert>
          </Box>
        )}
      </Stack>
    </Panel>
  );
}

/** What the desk says at a scan, too. */
const SAID_AT_A_SCAN = new Set(['caps', 'azerty', 'qwertz', 'spanish', 'hindi', 'one_case', 'layout']);
