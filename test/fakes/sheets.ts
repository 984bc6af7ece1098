/**
 * Google's token endpoint and Sheets API, version 4, as far as the mirror uses them, on a free port: it checks the
 * service account's signature, stores cells as RAW or as typed by a person, and fails as the real one does.
 */
import { generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { importSPKI, jwtVerify } from 'jose';
import { refusedAnonymous } from './user-agent.ts';

/** A text that was read as a formula; RAW never makes one. */
export type FakeCell = string | number | boolean | { formula: string };
export type FakeTab = {
  sheetId: number;
  title: string;
  rows: FakeCell[][];
  rowCount: number;
  /** the number formats, by column */
  formats: (string | undefined)[];
};

/**
 * - `too_many` answers 429, with `Retry-After` in seconds when given
 * - `error` answers 500 before anything is done, `error_after` once it is, `gateway_after` 504 likewise
 * - `cut` drops the connection before, `cut_after` after; `cut_late` at once, and does it when `arrive()` is called
 * - `refuse` answers with this status and message
 */
export type SheetsTrouble =
  | { kind: 'too_many'; retryAfter?: number }
  | { kind: 'refuse'; status: number; message: string }
  | { kind: 'error' | 'error_after' | 'gateway_after' | 'cut' | 'cut_after' | 'cut_late' };

export type SheetsCall = 'token' | 'tabs' | 'values' | 'append' | 'update';

type Reply = { status: number; body: unknown; headers?: Record<string, string> };

export type FakeSheets = Awaited<ReturnType<typeof startFakeSheets>>;

const { publicKey, privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const EMAIL = 'mirror@counterfoil-test.iam.gserviceaccount.com';
export const SPREADSHEET = '1FakeSpreadsheetOfTheTests_0123456789';

export async function startFakeSheets() {
  const books = new Map<string, FakeTab[]>();
  const tokens = new Set<string>();
  const troubles: { trouble: SheetsTrouble; call: SheetsCall }[] = [];
  let late: (() => void)[] = [];
  const appending = new Set<string>();
  let made = 0;

  const state = {
    root: '',
    email: EMAIL,
    credentials: '',
    env: {} as Record<string, string>,
    /** every call, also those that failed */
    calls: [] as { call: SheetsCall; at: number; rows: number }[],
    /** milliseconds that each append takes */
    slow: 0,
    /** spreadsheets to which two requests appended at the same time */
    crowded: new Set<string>(),
    /** spreadsheets that are not shared with the account */
    locked: new Set<string>(),
    book(id = SPREADSHEET): FakeTab[] {
      const tabs = books.get(id) ?? [{ sheetId: 0, title: 'Sheet1', rows: [], rowCount: 1000, formats: [] }];
      books.set(id, tabs);
      return tabs;
    },
    tab: (title: string, id = SPREADSHEET) => state.book(id).find((tab) => tab.title === title),
    /** The cells as a person sees them: numbers in date columns as dates. */
    shown: (title: string, id = SPREADSHEET): FakeCell[][] => {
      const tab = state.tab(title, id);
      return (tab?.rows.slice(1) ?? []).map((row) => row.map((cell, i) => shownAs(cell, tab?.formats[i])));
    },
    /** The rows below the header. */
    rows: (title: string, id = SPREADSHEET): FakeCell[][] => state.tab(title, id)?.rows.slice(1) ?? [],
    /** The next `times` calls of this kind meet this trouble, in order. */
    trouble(call: SheetsCall, trouble: SheetsTrouble, times = 1) {
      for (let n = 0; n < times; n++) troubles.push({ call, trouble });
    },
    calm: () => void troubles.splice(0),
    /** Existing tokens are refused from now on. */
    expireTokens: () => tokens.clear(),
    /** Does what `cut_late` interrupted. */
    arrive() {
      for (const apply of late) apply();
      late = [];
    },
    close: async () => {},
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://sheets');
    const body = await textOf(request);
    const call = url.searchParams.has('ranges') ? 'values' : callOf(request.method ?? '', url.pathname);
    if (!call) return send(response, refusal(404, 'no such method'));
    const parsed = call === 'token' || !body ? {} : JSON.parse(body);
    state.calls.push({ call, at: Date.now(), rows: parsed.values?.length ?? 0 });
    const index = troubles.findIndex((it) => it.call === call);
    const trouble = index < 0 ? undefined : troubles.splice(index, 1)[0]?.trouble;
    const busy = call === 'append' ? url.pathname.split('/')[3] : undefined;
    if (busy && appending.has(busy)) state.crowded.add(busy);
    if (busy && state.slow > 0) {
      appending.add(busy);
      await wait(state.slow);
      appending.delete(busy);
    }
    if (trouble?.kind === 'cut') return void request.socket.destroy();
    if (trouble?.kind === 'error') return send(response, refusal(500, 'Internal error encountered.'));
    if (trouble?.kind === 'refuse') return send(response, refusal(trouble.status, trouble.message));
    if (trouble?.kind === 'too_many') {
      const headers: Record<string, string> = {};
      if (trouble.retryAfter !== undefined) headers['retry-after'] = String(trouble.retryAfter);
      return send(response, { ...refusal(429, "Quota exceeded for quota metric 'Write requests'"), headers });
    }
    if (call === 'token') return send(response, await grant(new URLSearchParams(body)));
    if (!tokens.has(request.headers.authorization?.replace('Bearer ', '') ?? ''))
      return send(response, refusal(401, 'Request had invalid authentication credentials.'));
    if (trouble?.kind === 'cut_late') {
      late.push(() => void serve(call, url, parsed));
      return void request.socket.destroy();
    }
    const reply = serve(call, url, parsed);
    if (trouble?.kind === 'cut_after') return void request.socket.destroy();
    if (trouble?.kind === 'error_after') return send(response, refusal(500, 'Internal error encountered.'));
    if (trouble?.kind === 'gateway_after')
      return void response.writeHead(504, { 'content-type': 'text/html' }).end('<html><h1>Gateway Timeout</h1></html>');
    send(response, reply);
  }

  async function grant(form: URLSearchParams): Promise<Reply> {
    try {
      const key = await importSPKI(publicKey, 'RS256');
      const { payload } = await jwtVerify(form.get('assertion') ?? '', key, {
        issuer: EMAIL,
        audience: `${state.root}/token`,
        algorithms: ['RS256'],
      });
      if (!String(payload.scope).includes('/auth/spreadsheets')) throw new Error('scope');
    } catch {
      return { status: 400, body: { error: 'invalid_grant', error_description: 'Invalid JWT Signature.' } };
    }
    const access_token = `token-${++made}`;
    tokens.add(access_token);
    return { status: 200, body: { access_token, expires_in: 3599, token_type: 'Bearer' } };
  }

  // biome-ignore lint/suspicious/noExplicitAny: a request of the API's
  function serve(call: SheetsCall, url: URL, body: any): Reply {
    const [, id = '', rest = ''] = /^\/v4\/spreadsheets\/([\w-]+)(.*)$/.exec(url.pathname) ?? [];
    if (state.locked.has(id)) return refusal(403, 'The caller does not have permission');
    const tabs = state.book(id);
    if (call === 'tabs') {
      const sheets = tabs.map(({ sheetId, title, rowCount }) => ({
        properties: { sheetId, title, gridProperties: { rowCount } },
      }));
      return { status: 200, body: { sheets } };
    }
    if (call === 'update') return update(tabs, body.requests);
    const ranges = url.searchParams.get('ranges');
    if (ranges) return headerOf(tabs, ranges);
    const [, title = '', cells = ''] =
      /^\/values\/'(.+)'!([A-Z0-9:]+?)(?::append)?$/.exec(decodeURIComponent(rest)) ?? [];
    const tab = tabs.find((it) => it.title === title.replaceAll("''", "'"));
    if (!tab) return refusal(400, `Unable to parse range: '${title}'!${cells}`);
    if (call === 'append') return append(tab, body.values, url.searchParams);
    const [, letter = 'A', from = '1'] = /^([A-Z])(\d*):\1$/.exec(cells) ?? [];
    const column = tab.rows.slice(Number(from || 1) - 1).map((row) => row[letter.charCodeAt(0) - 65] ?? '');
    return { status: 200, body: { majorDimension: 'COLUMNS', ...(column.length > 0 && { values: [column] }) } };
  }

  function append(tab: FakeTab, rows: (FakeCell | null)[][], query: URLSearchParams): Reply {
    const option = query.get('valueInputOption');
    if (option !== 'RAW' && option !== 'USER_ENTERED') return refusal(400, "'valueInputOption' is required");
    if (rows.flat().some((cell) => String(cell).length > 50_000))
      return refusal(400, 'Your input contains more than the maximum of 50000 characters in a single cell.');
    const typed = (cell: FakeCell | null) =>
      cell === null
        ? ''
        : option === 'USER_ENTERED' && typeof cell === 'string' && /^[=+]/.test(cell)
          ? { formula: cell }
          : cell;
    const first = tab.rows.length + 1;
    // The table begins at its first heading.
    const start = Math.max(0, tab.rows[0]?.findIndex((cell) => (cell ?? '') !== '') ?? 0);
    tab.rows.push(...rows.map((row) => [...Array.from({ length: start }, () => ''), ...row.map(typed)]));
    tab.rowCount = Math.max(tab.rowCount, tab.rows.length) + rows.length;
    const updatedRange = `'${tab.title}'!A${first}:A${tab.rows.length}`;
    return { status: 200, body: { updates: { updatedRange, updatedRows: rows.length } } };
  }

  const open = async () => {
    const server = createServer(
      (request, response) =>
        void (refusedAnonymous(request, response) || answer(request, response).catch(() => request.socket.destroy())),
    );
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    state.root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    state.credentials = JSON.stringify({
      type: 'service_account',
      client_email: EMAIL,
      private_key: privateKey,
      private_key_id: 'key-1',
      token_uri: `${state.root}/token`,
    });
    state.env = { SHEETS_API_ROOT: state.root, SHEETS_CREDENTIALS_JSON: state.credentials };
    state.close = () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      });
  };
  await open();
  return state;
}

function callOf(method: string, path: string): SheetsCall | null {
  if (method === 'POST' && path === '/token') return 'token';
  if (method === 'POST' && path.endsWith(':append')) return 'append';
  if (method === 'POST' && path.endsWith(':batchUpdate')) return 'update';
  if (method === 'GET' && path.includes('/values/')) return 'values';
  return method === 'GET' && path.startsWith('/v4/spreadsheets/') ? 'tabs' : null;
}

/** All of a batch or nothing, as Google guarantees. */
// biome-ignore lint/suspicious/noExplicitAny: requests of the API's
function update(tabs: FakeTab[], requests: any[]): Reply {
  const after = structuredClone(tabs);
  for (const { addSheet, updateCells, repeatCell } of requests) {
    if (addSheet) {
      const { sheetId, title, gridProperties } = addSheet.properties;
      if (after.some((tab) => tab.title === title))
        return refusal(400, `Invalid requests[0].addSheet: A sheet with the name "${title}" already exists.`);
      after.push({ sheetId, title, rows: [], rowCount: gridProperties.rowCount, formats: [] });
    }
    if (updateCells) {
      const tab = after.find((it) => it.sheetId === updateCells.start.sheetId);
      if (!tab) return refusal(400, 'Invalid requests[0].updateCells: No grid with that id');
      const header = tab.rows[0] ?? [];
      tab.rows[0] = header;
      for (const [i, value] of updateCells.rows[0].values.entries())
        header[updateCells.start.columnIndex + i] = value.userEnteredValue.stringValue;
    }
    if (repeatCell) {
      const { sheetId, startColumnIndex, endColumnIndex } = repeatCell.range;
      const tab = after.find((it) => it.sheetId === sheetId);
      if (!tab || repeatCell.fields !== 'userEnteredFormat.numberFormat')
        return refusal(400, 'Invalid requests[0].repeatCell');
      for (let i = startColumnIndex; i < endColumnIndex; i++)
        tab.formats[i] = repeatCell.cell.userEnteredFormat.numberFormat.type;
    }
  }
  tabs.splice(0, tabs.length, ...after);
  return { status: 200, body: { replies: [] } };
}

function headerOf(tabs: FakeTab[], ranges: string): Reply {
  const title = /^'(.+)'!1:1$/.exec(ranges)?.[1]?.replaceAll("''", "'");
  const tab = tabs.find((it) => it.title === title);
  if (!tab) return refusal(400, `Unable to parse range: ${ranges}`);
  const length = Math.max(tab.rows[0]?.length ?? 0, tab.formats.length);
  const values = Array.from({ length }, (_, i) => ({
    ...(tab.rows[0]?.[i] !== undefined && { formattedValue: String(tab.rows[0][i]) }),
    ...(tab.formats[i] && { userEnteredFormat: { numberFormat: { type: tab.formats[i] } } }),
  }));
  return { status: 200, body: { sheets: [{ data: [length > 0 ? { rowData: [{ values }] } : {}] }] } };
}

/** A serial number counts days from 30 December 1899. */
function shownAs(cell: FakeCell, format: string | undefined): FakeCell {
  if (typeof cell !== 'number' || !format?.startsWith('DATE')) return cell;
  const text = new Date(Date.UTC(1899, 11, 30) + Math.round(cell * 86_400) * 1000).toISOString();
  return format === 'DATE' ? text.slice(0, 10) : text.slice(0, 19).replace('T', ' ');
}

const STATUS: Record<number, string> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
};

function refusal(code: number, message: string): Reply {
  return { status: code, body: { error: { code, message, status: STATUS[code] ?? 'UNKNOWN' } } };
}

function send(response: ServerResponse, { status, body, headers }: Reply): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
