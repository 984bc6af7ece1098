import { Alert, Button, Checkbox, FormControlLabel, Stack, TextField } from '@mui/material';
import { useRef, useState } from 'react';
import { useTranslate } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import { api, DropZone, ErrorNote, FaultTable, Page, Panel, snakeKeys, useFormat } from '../../ui/index.ts';
import { FileRows } from './FileRows.tsx';
import { BLANK, isComplete, MappingForm } from './MappingForm.tsx';
import { HeadingRow, Questions } from './Questions.tsx';
import { ReadyFormats } from './ReadyFormats.tsx';
import { Sample } from './Sample.tsx';
import type { Mapping, Preview, Statement } from './types.ts';

const KINDS = '.csv,.txt,.tsv,.xlsx,.xls,.xlsb,.ods,.html,.htm,.xml,.sta,.mt940,.940,.ofx,.qfx,.qif,text/csv';

/** Imports a bank's or operator's statement: choose the file, map the columns once, check the preview, import. */
export default function StatementImport() {
  const translate = useTranslate();
  const format = useFormat();
  const navigate = useNavigate();
  const [file, setFile] = useState<File | null>(null);
  const [preview, setPreview] = useState<Preview | null>(null);
  const [mapping, setMapping] = useState<Mapping>(BLANK);
  const [name, setName] = useState('');
  const [nameMissing, setNameMissing] = useState(false);
  const nameField = useRef<HTMLInputElement>(null);
  const [skipBad, setSkipBad] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  // Ignores an answer about columns that have changed since.
  const asked = useRef(0);
  const label = (key: string, values?: object) => translate(`console.statements.${key}`, values);

  const form = (of: File, columns: Mapping | null) => {
    const data = new FormData();
    if (columns) data.set('mapping', JSON.stringify(snakeKeys(columns)));
    data.set('file', of);
    return data;
  };
  const look = async (of: File, columns: Mapping | null, headingRow?: number) => {
    asked.current += 1;
    const turn = asked.current;
    setBusy(true);
    setError(null);
    try {
      const data = form(of, columns);
      if (headingRow !== undefined) data.set('heading_row', String(headingRow));
      const found = await api.post<Preview>('/statements/preview', data);
      if (turn !== asked.current) return;
      setPreview(found);
      if (!columns) {
        setMapping(found.mapping ?? BLANK);
        setName(found.format?.name ?? '');
      }
    } catch (failure) {
      if (turn !== asked.current) return;
      setError(failure);
      if (!columns) setPreview(null);
    } finally {
      if (turn === asked.current) setBusy(false);
    }
  };
  const choose = (of: File) => {
    setFile(of);
    setPreview(null);
    setSkipBad(false);
    void look(of, null);
  };
  const change = (columns: Mapping) => {
    setMapping(columns);
    if (file && isComplete(columns)) void look(file, columns);
  };
  const run = async () => {
    if (!file || busy) return;
    if (!name.trim()) {
      nameField.current?.focus();
      return setNameMissing(true);
    }
    setBusy(true);
    setError(null);
    try {
      const data = form(file, mapping);
      if (name.trim()) data.set('format_name', name.trim());
      if (skipBad) data.set('skip_bad', 'true');
      const statement = await api.post<Statement>('/statements', data);
      navigate(`/payments/statements/${statement.id}`);
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };

  const fresh = preview ? preview.lines - preview.known : 0;
  const ready = preview !== null && isComplete(mapping) && fresh > 0 && (preview.faultCount === 0 || skipBad);
  return (
    <Page title={label('import')} subtitle={label('import_text')} back="/payments/statements" width={1160}>
      <Stack sx={{ gap: 2.5 }}>
        <Panel>
          <DropZone busy={busy && !preview} accept={KINDS} title={label('drop')} onFile={choose} />
        </Panel>
        {error !== null && <ErrorNote error={error} />}
        {preview && (
          <>
            <Panel title={file?.name} padded={false}>
              <Stack sx={{ px: 2.5, pb: 2, gap: 2 }}>
                <Alert severity={preview.mappingSource === 'none' ? 'warning' : 'info'}>
                  {label(`source.${preview.mappingSource}`, { name: preview.format?.name ?? '' })}
                </Alert>
                <HeadingRow preview={preview} onChoose={(row) => file && void look(file, null, row)} />
                <ReadyFormats
                  onChoose={(ready) => {
                    setName(ready.name);
                    change(ready.mapping);
                  }}
                />
                <MappingForm headings={preview.headings} mapping={mapping} onChange={change} />
                <Questions preview={preview} mapping={mapping} onChange={change} />
                <TextField
                  required
                  inputRef={nameField}
                  label={label('format_name')}
                  error={nameMissing && !name.trim()}
                  helperText={
                    nameMissing && !name.trim() ? translate('ra.validation.required') : label('format_name_text')
                  }
                  value={name}
                  onChange={(event) => setName(event.target.value)}
                  sx={{ maxWidth: 400 }}
                  slotProps={{ htmlInput: { maxLength: 100 } }}
                />
              </Stack>
              <FileRows preview={preview} mapping={mapping} />
            </Panel>
            <Panel
              title={label('brings')}
              padded={false}
              actions={
                <Button variant="contained" disabled={!ready || busy} onClick={() => void run()}>
                  {label('run', { smart_count: fresh, number: format.number(fresh) })}
                </Button>
              }
            >
              <Stack sx={{ px: 2.5, pb: 2, gap: 1 }}>
                <Alert severity={fresh > 0 ? 'success' : 'warning'}>
                  {[
                    label('money_in', { smart_count: preview.lines }),
                    preview.known > 0 && label('known', { smart_count: preview.known }),
                    preview.outgoing > 0 && label('outgoing', { smart_count: preview.outgoing }),
                  ]
                    .filter(Boolean)
                    .join(' ')}
                </Alert>
                {preview.faultCount > 0 && (
                  <>
                    <Alert severity="warning">{label('faults', { smart_count: preview.faultCount })}</Alert>
                    <FormControlLabel
                      control={<Checkbox checked={skipBad} onChange={(_, on) => setSkipBad(on)} />}
                      label={label('skip_bad')}
                    />
                  </>
                )}
              </Stack>
              {preview.faults.length > 0 && <FaultTable report={preview} />}
              {preview.sample.length > 0 && <Sample lines={preview.sample} />}
            </Panel>
          </>
        )}
      </Stack>
    </Page>
  );
}
