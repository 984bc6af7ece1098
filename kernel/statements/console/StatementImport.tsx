import { Alert, Button, Checkbox, FormControlLabel, Stack, TextField } from '@mui/material';
import { type ReactNode, type RefObject, useRef, useState } from 'react';
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
      data.set('format_name', name.trim());
      if (skipBad) data.set('skip_bad', 'true');
      const statement = await api.post<Statement>('/statements', data);
      navigate(`/payments/statements/${statement.id}`);
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };

  return (
    <Page title={label('import')} subtitle={label('import_text')} back="/payments/statements" width={1160}>
      <Stack sx={{ gap: 2.5 }}>
        <Panel>
          <DropZone busy={busy && !preview} accept={KINDS} title={label('drop')} onFile={choose} />
        </Panel>
        {error !== null && <ErrorNote error={error} />}
        {file && preview && (
          <>
            <Panel title={file.name} padded={false}>
              <Columns
                preview={preview}
                mapping={mapping}
                onChange={change}
                onHeadingRow={(row) => void look(file, null, row)}
                onNamed={setName}
              >
                <NameField field={nameField} name={name} missing={nameMissing && !name.trim()} onName={setName} />
              </Columns>
              <FileRows preview={preview} mapping={mapping} />
            </Panel>
            <Brings
              preview={preview}
              skipBad={skipBad}
              onSkipBad={setSkipBad}
              onImport={isComplete(mapping) && !busy ? () => void run() : null}
            />
          </>
        )}
      </Stack>
    </Page>
  );
}

type ColumnsProps = {
  preview: Preview;
  mapping: Mapping;
  onChange: (mapping: Mapping) => void;
  onHeadingRow: (row: number) => void;
  /** A format that is known already brings its name. */
  onNamed: (name: string) => void;
  children: ReactNode;
};

/** What each column of the file means. */
function Columns({ preview, mapping, onChange, onHeadingRow, onNamed, children }: ColumnsProps) {
  const translate = useTranslate();
  const { mappingSource, format, headings } = preview;
  return (
    <Stack sx={{ px: 2.5, pb: 2, gap: 2 }}>
      <Alert severity={mappingSource === 'none' ? 'warning' : 'info'}>
        {translate(`console.statements.source.${mappingSource}`, { name: format?.name ?? '' })}
      </Alert>
      <HeadingRow preview={preview} onChoose={onHeadingRow} />
      <ReadyFormats
        onChoose={(ready) => {
          onNamed(ready.name);
          onChange(ready.mapping);
        }}
      />
      <MappingForm headings={headings} mapping={mapping} onChange={onChange} />
      <Questions preview={preview} mapping={mapping} onChange={onChange} />
      {children}
    </Stack>
  );
}

type NameProps = {
  field: RefObject<HTMLInputElement | null>;
  name: string;
  missing: boolean;
  onName: (name: string) => void;
};

/** The name under which these columns are known the next time. */
function NameField({ field, name, missing, onName }: NameProps) {
  const translate = useTranslate();
  return (
    <TextField
      required
      inputRef={field}
      label={translate('console.statements.format_name')}
      error={missing}
      helperText={translate(missing ? 'ra.validation.required' : 'console.statements.format_name_text')}
      value={name}
      onChange={(event) => onName(event.target.value)}
      sx={{ maxWidth: 400 }}
      slotProps={{ htmlInput: { maxLength: 100 } }}
    />
  );
}

type BringsProps = {
  preview: Preview;
  skipBad: boolean;
  onSkipBad: (skip: boolean) => void;
  /** null: not now */
  onImport: (() => void) | null;
};

/** What the import would bring, and the button for it. */
function Brings({ preview, skipBad, onSkipBad, onImport }: BringsProps) {
  const translate = useTranslate();
  const format = useFormat();
  const label = (key: string, values?: object) => translate(`console.statements.${key}`, values);
  const fresh = preview.lines - preview.known;
  const ready = fresh > 0 && (preview.faultCount === 0 || skipBad);
  return (
    <Panel
      title={label('brings')}
      padded={false}
      actions={
        <Button variant="contained" disabled={!ready || !onImport} onClick={() => onImport?.()}>
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
              control={<Checkbox checked={skipBad} onChange={(_, on) => onSkipBad(on)} />}
              label={label('skip_bad')}
            />
          </>
        )}
      </Stack>
      {preview.faults.length > 0 && <FaultTable report={preview} />}
      {preview.sample.length > 0 && <Sample lines={preview.sample} />}
    </Panel>
  );
}
