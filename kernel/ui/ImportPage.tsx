import { Alert, Box, Button, Stack } from '@mui/material';
import { type ReactNode, useState } from 'react';
import { useTranslate } from 'react-admin';
import { DropZone } from './DropZone.tsx';
import { DuplicateTable } from './DuplicateTable.tsx';
import { FaultTable } from './FaultTable.tsx';
import { useFormat } from './format.ts';
import { ImportQuestion } from './ImportChoices.tsx';
import { type Chosen, chosenOf, ImportColumns, mappingOf, openQuestions } from './ImportColumns.tsx';
import { EarlierWaiting, Running } from './ImportRunning.tsx';
import {
  CHOICES,
  type Choice,
  type ColumnPreview,
  type ImportReport,
  KEEP_PHONES,
  SENDINGS,
  type Sending,
  TWO_PHONES,
} from './import-report.ts';
import { api, fileUrl, snakeKey, snakeKeys } from './light/index.ts';
import { Page } from './Page.tsx';
import { Panel } from './Panel.tsx';
import { useAction } from './useAction.tsx';

type Props = {
  /** The importer's name, e.g. `exhibition.customers`. */
  name: string;
  title: string;
  text: string;
  back: string;
  /** The form's other fields, sent with the file. */
  options?: Record<string, string>;
  /** Choices before the file. */
  children?: ReactNode;
};

type Phones = { twoPhones?: (typeof TWO_PHONES)[number]; keepPhones?: (typeof KEEP_PHONES)[number] };
type Given = { file: File; preview: ColumnPreview /** another preview is another form */; turn: number };

/**
 * The import of a list in four steps: choose a file, say which column is which, see every fault before anything is
 * written, run with a progress bar. Where no column is in question, the second step asks nothing.
 */
export function ImportPage({ name, title, text, back, options = {}, children }: Props) {
  const translate = useTranslate();
  const { busy, run } = useAction();
  const [given, setGiven] = useState<Given | null>(null);
  const [chosen, setChosen] = useState<Chosen>([]);
  const [phones, setPhones] = useState<Phones>({});
  const [report, setReport] = useState<ImportReport | null>(null);
  const formOf = (file: File, fields: Record<string, string>) => {
    const form = new FormData();
    for (const [field, value] of Object.entries({ ...options, ...fields })) form.set(snakeKey(field), value);
    form.set('file', file);
    return form;
  };
  const check = async (file: File, preview: ColumnPreview, columns: Chosen, said: Phones) => {
    setChosen(columns);
    setPhones(said);
    const mapping = JSON.stringify(snakeKeys(mappingOf(preview, columns)));
    setReport(await api.post<ImportReport>(`/imports/${name}`, formOf(file, { mapping, ...said })));
  };
  const look = (file: File, headingRow?: number) => {
    setReport(null);
    setGiven(null);
    const fields: Record<string, string> = headingRow === undefined ? {} : { headingRow: String(headingRow) };
    void run(
      async () => {
        const preview = await api.post<ColumnPreview>(`/imports/${name}/columns`, formOf(file, fields));
        setGiven({ file, preview, turn: performance.now() });
        const columns = chosenOf(preview);
        const { unsaid, missing } = openQuestions(preview, columns);
        if (unsaid.length === 0 && missing.length === 0) await check(file, preview, columns, {});
      },
      { refresh: false },
    );
  };
  const again = (columns: Chosen, said: Phones) => {
    if (given) void run(() => check(given.file, given.preview, columns, said), { refresh: false });
  };
  const begin = (answers: Answers) =>
    run(
      async () => {
        const body = { skipBad: report?.bad !== 0, ...answers };
        setReport(await api.post<ImportReport>(`/imports/${report?.id}/run`, body));
      },
      { refresh: false },
    );
  return (
    <Page title={title} subtitle={text} back={back} width={960}>
      <Stack sx={{ gap: 2.5 }}>
        {report?.taskId ? (
          <Running id={report.taskId} importId={report.id} back={back} />
        ) : (
          <>
            {!report && <EarlierWaiting name={name} />}
            <Panel title={translate('console.import.choose')} actions={<Templates name={name} />}>
              <Stack sx={{ gap: 2 }}>
                {children}
                <DropZone busy={busy} accept={KINDS} onFile={(file) => look(file)} />
              </Stack>
            </Panel>
            {given && (
              <ImportColumns
                key={given.turn}
                preview={given.preview}
                busy={busy}
                onHeading={(row) => look(given.file, row)}
                onCheck={(columns) => again(columns, phones)}
              />
            )}
            {report && (
              <Report
                key={report.id}
                report={report}
                busy={busy}
                phones={phones}
                onPhones={(said) => again(chosen, said)}
                onRun={begin}
              />
            )}
          </>
        )}
      </Stack>
    </Page>
  );
}

const KINDS = '.csv,.txt,.tsv,.xlsx,.xls,.ods,.html,.htm,text/csv';

function Templates({ name }: { name: string }) {
  const translate = useTranslate();
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', justifyContent: 'flex-end', columnGap: 1 }}>
      <Button size="small" href={fileUrl(`/imports/${name}/template.csv`)} download>
        {translate('console.import.template')}
      </Button>
      <Button size="small" href={fileUrl(`/imports/${name}/template.xlsx`)} download>
        {translate('console.import.template_xlsx')}
      </Button>
    </Box>
  );
}

/** Absent when the question isn't asked. */
type Answers = { duplicates?: Choice; send?: Sending };
type ReportProps = {
  report: ImportReport;
  busy: boolean;
  phones: Phones;
  onPhones: (said: Phones) => void;
  onRun: (answers: Answers) => void;
};

function Report({ report, busy, phones, onPhones, onRun }: ReportProps) {
  const translate = useTranslate();
  const format = useFormat();
  const { good, bad, duplicates, sends } = report;
  const [choice, setChoice] = useState<Choice | null>(null);
  const [send, setSend] = useState<Sending | null>(null);
  const warnings = report.warnings.length;
  const has = (code: string) => report.faults.some((fault) => fault.code === code);
  const asked = (duplicates > 0 && !choice) || (sends && !send);
  return (
    <Panel
      title={translate('console.import.checked')}
      padded={false}
      actions={
        <Button
          variant="contained"
          disabled={busy || good === 0 || asked}
          onClick={() => onRun({ ...(choice && { duplicates: choice }), ...(send && { send }) })}
        >
          {translate('console.import.run', { smart_count: good, number: format.number(good) })}
        </Button>
      }
    >
      <Box sx={{ px: 2.5, pb: 2 }}>
        <Stack sx={{ gap: 1 }}>
          <Alert severity={bad === 0 ? 'success' : 'warning'}>
            {bad === 0
              ? translate('console.import.no_faults', { number: format.number(good) })
              : translate('console.import.faults', { good: format.number(good), bad: format.number(bad) })}
          </Alert>
          {report.brokenRow !== null && (
            <Alert severity="error">{translate('console.import.broken', { row: report.brokenRow })}</Alert>
          )}
          {report.ignored.length > 0 && (
            <Alert severity="info">
              {translate('console.import.left_out', { columns: report.ignored.join(', ') })}
            </Alert>
          )}
          {(phones.twoPhones || has('imports.two_phones')) && (
            <ImportQuestion
              name="two_phones"
              options={TWO_PHONES}
              value={phones.twoPhones ?? null}
              onChange={(twoPhones) => onPhones({ ...phones, twoPhones })}
            />
          )}
          {(phones.keepPhones || has('people.phone_malformed')) && (
            <ImportQuestion
              name="keep_phones"
              options={KEEP_PHONES}
              value={phones.keepPhones ?? null}
              onChange={(keepPhones) => onPhones({ ...phones, keepPhones })}
            />
          )}
          {warnings > 0 && (
            <Alert severity="warning">
              {translate('console.import.warnings', { smart_count: warnings, number: format.number(warnings) })}
            </Alert>
          )}
          {duplicates > 0 && (
            <Alert severity="warning">
              {translate('console.import.duplicates', { smart_count: duplicates, number: format.number(duplicates) })}
            </Alert>
          )}
          {duplicates > 0 && <ImportQuestion name="choice" options={CHOICES} value={choice} onChange={setChoice} />}
          {sends && good > 0 && <ImportQuestion name="send" options={SENDINGS} value={send} onChange={setSend} />}
        </Stack>
      </Box>
      {duplicates > 0 && <DuplicateTable importId={report.id} />}
      {report.faults.length + warnings > 0 && (
        <FaultTable report={{ faults: [...report.faults, ...report.warnings] }} />
      )}
    </Panel>
  );
}
