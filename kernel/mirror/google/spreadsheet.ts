/**
 * One spreadsheet at Google: its tabs, appending rows, and finding rows.
 * https://developers.google.com/workspace/sheets/api/reference/rest
 */
import { type AddressPolicy, ANY_ADDRESS, exchange, OutboundError } from '../../outbound/index.ts';
import { type DateKind, NUMBER_FORMATS } from '../dates.ts';
import type { Cell } from '../define.ts';
import type { Credentials } from './credentials.ts';
import { faultOf, SheetsFault } from './fault.ts';
import { accessToken, forgetToken } from './token.ts';

export type SheetsAccount = {
  spreadsheetId: string;
  credentials: Credentials;
  /** the addresses that the credentials may lead to */
  policy: AddressPolicy;
  /** base address of the API, without a slash at its end */
  root: string;
};

export type Tab = { sheetId: number; title: string; rows: number };

/** Which columns contain dates. */
type Dates = readonly (DateKind | null | undefined)[];

export type Spreadsheet = ReturnType<typeof openSpreadsheet>;

/**
 * Google works on a request for up to three minutes; after this long without an answer we look into the sheet instead.
 */
const REPLY_MS = 60_000;
/** A column of a million ids is 40 MB. */
const MAX_COLUMN_BYTES = 64 * 1024 * 1024;
/** Rows at a sheet's end that are searched first; a new sheet has a thousand empty ones. */
const TAIL_ROWS = 3000;

/** Sends no request before a method is called; each rejects with a SheetsFault. */
export function openSpreadsheet({ spreadsheetId, credentials, policy, root }: SheetsAccount, signal?: AbortSignal) {
  const base = `/v4/spreadsheets/${spreadsheetId}`;

  async function call(method: 'GET' | 'POST', path: string, body?: object, maxBytes?: number): Promise<unknown> {
    for (let attempt = 1; ; attempt++) {
      const token = await accessToken(credentials, policy, signal);
      const reply = await exchange({
        method,
        url: root + path,
        policy: ANY_ADDRESS,
        headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
        ...(signal && { signal }),
        timeouts: { reply: REPLY_MS },
        ...(maxBytes && { maxBytes }),
      }).catch((error: unknown) => {
        if (!(error instanceof OutboundError)) throw error;
        throw error.begun
          ? new SheetsFault('unanswered', error.message, 'pending')
          : new SheetsFault('unreachable', error.message, 'no');
      });
      if (reply.status === 200) return parsed(reply.bytes);
      if (reply.status === 401) {
        forgetToken(credentials);
        // A token can be withdrawn early; it is a fault only when a new one is refused too.
        if (attempt === 1) continue;
      }
      throw faultOf(reply.status, messageOf(reply.bytes, reply.status), reply.headers['retry-after']);
    }
  }

  /** Cells as `'tab'!A1:B2`. */
  const range = (tab: string, cells: string) => encodeURIComponent(`'${tab.replaceAll("'", "''")}'!${cells}`);
  const valuesOf = (answer: unknown) => ((answer as { values?: Cell[][] }).values ?? []) as Cell[][];

  return {
    async tabs(): Promise<Tab[]> {
      const fields = 'sheets.properties(sheetId,title,gridProperties.rowCount)';
      const answer = (await call('GET', `${base}?fields=${encodeURIComponent(fields)}`)) as {
        sheets?: { properties: { sheetId: number; title: string; gridProperties?: { rowCount?: number } } }[];
      };
      return (answer.sheets ?? []).map(({ properties: { sheetId, title, gridProperties } }) => ({
        sheetId,
        title,
        rows: gridProperties?.rowCount ?? 0,
      }));
    },

    /** Adds a tab with its header row: both or neither, since Google applies a batch whole or not at all. */
    async addTab(tab: Tab, header: string[], dates: Dates): Promise<void> {
      const properties = {
        sheetId: tab.sheetId,
        title: tab.title,
        gridProperties: { rowCount: tab.rows, columnCount: Math.max(8, header.length), frozenRowCount: 1 },
      };
      await call('POST', `${base}:batchUpdate`, {
        requests: [
          { addSheet: { properties } },
          headerRequest(tab.sheetId, { texts: header, from: 0 }),
          ...formats(tab.sheetId, dates),
        ],
      });
    },

    /** The texts of row 1, and the number formats of its columns: `TEXT`, `DATE_TIME` … */
    async header(tab: string): Promise<{ texts: string[]; formats: (string | undefined)[] }> {
      const fields = 'sheets.data.rowData.values(formattedValue,userEnteredFormat.numberFormat.type)';
      const query = `ranges=${range(tab, '1:1')}&fields=${encodeURIComponent(fields)}`;
      const answer = (await call('GET', `${base}?${query}`)) as HeaderAnswer;
      const cells = answer.sheets?.[0]?.data?.[0]?.rowData?.[0]?.values ?? [];
      return {
        texts: cells.map(({ formattedValue }) => formattedValue ?? ''),
        formats: cells.map(({ userEnteredFormat }) => userEnteredFormat?.numberFormat?.type),
      };
    },

    /** Sets headings of row 1, and the formats of the columns with dates; doing it twice is harmless. */
    async setHeader(sheetId: number, header: Header | null, dates: Dates): Promise<void> {
      const requests = [...(header ? [headerRequest(sheetId, header)] : []), ...formats(sheetId, dates)];
      await call('POST', `${base}:batchUpdate`, { requests });
    },

    /**
     * Adds rows below the last row of the id's column, beginning in column A: the heading row has no gap before our
     * columns, so Google's table begins there. RAW: texts stay texts, even when they begin with `=`; dates are sent as
     * serial numbers. The range is one column only, so that notes beside the table don't count as its end; INSERT_ROWS,
     * so that rows below are not overwritten.
     */
    async append(tab: string, idColumn: string, rows: Cell[][]): Promise<void> {
      const query = 'valueInputOption=RAW&insertDataOption=INSERT_ROWS&includeValuesInResponse=false';
      const body = { majorDimension: 'ROWS', values: rows };
      await call('POST', `${base}/values/${range(tab, `${idColumn}:${idColumn}`)}:append?${query}`, body);
    },

    /** Which of the ids are in this column: searches the sheet's tail first, and all of it when some are missing there. */
    async present(tab: Tab, idColumn: string, ids: string[]): Promise<Set<string>> {
      const first = Math.max(1, tab.rows - TAIL_ROWS);
      const found = await idsFrom(tab.title, idColumn, first);
      const all = ids.every((id) => found.has(id));
      return all || first === 1 ? found : idsFrom(tab.title, idColumn, 1);
    },
  };

  async function idsFrom(tab: string, column: string, row: number): Promise<Set<string>> {
    const path = `${base}/values/${range(tab, `${column}${row}:${column}`)}?majorDimension=COLUMNS&valueRenderOption=UNFORMATTED_VALUE`;
    const [cells = []] = valuesOf(await call('GET', path, undefined, MAX_COLUMN_BYTES));
    return new Set(cells.map(String));
  }
}

type HeaderAnswer = {
  sheets?: {
    data?: {
      rowData?: {
        values?: { formattedValue?: string; userEnteredFormat?: { numberFormat?: { type?: string } } }[];
      }[];
    }[];
  }[];
};

/** Formats the whole column with its header: inserted rows take the format of the row above. */
function formats(sheetId: number, dates: Dates) {
  return dates.flatMap((kind, i) =>
    kind
      ? [
          {
            repeatCell: {
              range: { sheetId, startColumnIndex: i, endColumnIndex: i + 1 },
              cell: { userEnteredFormat: { numberFormat: NUMBER_FORMATS[kind] } },
              fields: 'userEnteredFormat.numberFormat',
            },
          },
        ]
      : [],
  );
}

/** Headings, and the column of the first of them. */
export type Header = { texts: string[]; from: number };

function headerRequest(sheetId: number, { texts, from }: Header) {
  const values = texts.map((stringValue) => ({
    userEnteredValue: { stringValue },
    userEnteredFormat: { textFormat: { bold: true } },
  }));
  const start = { sheetId, rowIndex: 0, columnIndex: from };
  return { updateCells: { start, rows: [{ values }], fields: 'userEnteredValue,userEnteredFormat.textFormat.bold' } };
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8') || '{}');
  } catch {
    // Success without a readable body: whether it was done has to be checked.
    throw new SheetsFault('server', 'the answer can not be read', 'maybe');
  }
}

function messageOf(bytes: Buffer, status: number): string {
  try {
    const { error } = JSON.parse(bytes.toString('utf8')) as { error?: { message?: string; status?: string } };
    return [error?.status, error?.message].filter(Boolean).join(': ') || `status ${status}`;
  } catch {
    return `status ${status}`;
  }
}
