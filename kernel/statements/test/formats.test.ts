/** Files that are no CSV, and texts in old encodings: the same two rows in each. */
import { writeXlsx } from 'hucre';
import { expect, test } from 'vitest';
import { readStatement } from '../file/read-statement.ts';

const HOME = { country: 'IN', currency: 'INR', timeZone: 'Asia/Kolkata', today: '2026-11-25' };
const read = (bytes: Uint8Array | string) =>
  readStatement({
    bytes: typeof bytes === 'string' ? Buffer.from(bytes) : bytes,
    mapping: null,
    headingRow: null,
    formats: [],
    home: HOME,
  });
async function linesOf(bytes: Uint8Array | string) {
  const done = await read(bytes);
  if (!done.ok) return done.code + JSON.stringify(done.detail ?? {});
  const { lines, outgoing, faults } = done.data;
  expect(faults).toEqual([]);
  return [
    ...lines.map((one) => `${one.day} ${one.amountMinor} ${one.payer} ${one.transactionReference} ${one.text}`),
    outgoing,
  ];
}

const HEADINGS = ['Date', 'Narration', 'Ref No', 'Debit', 'Credit', 'Balance'];

test('XLSX: days and numbers as Excel keeps them, below a preamble, beside an empty sheet', async () => {
  const day = (n: number) => new Date(Date.UTC(2026, 10, n));
  const bytes = await writeXlsx({
    sheets: [
      { name: 'Cover', rows: [['Malabar Mess']] },
      {
        name: 'Statement',
        rows: [
          ['Account', '50100000012345'],
          [],
          HEADINGS,
          [day(20), 'ASHA K7MP2A', '632511223344', null, 3200.1, 13200.1],
          [day(21), 'GAS', '632511223999', 1050, null, 12150.1],
        ],
      },
    ],
  });
  expect(await linesOf(bytes)).toEqual(['2026-11-20 320010  632511223344 ASHA K7MP2A', 1]);
});

test('CAMT: a batch is its transfers, what is pending is left out, prefixes don’t matter', async () => {
  const entry = (amount: string, way: string, status: string, details: string) =>
    `<x:Ntry><x:Amt Ccy="INR">${amount}</x:Amt><x:CdtDbtInd>${way}</x:CdtDbtInd><x:Sts><x:Cd>${status}</x:Cd></x:Sts><x:BookgDt><x:DtTm>2026-11-20T10:00:00+05:30</x:DtTm></x:BookgDt><x:NtryDtls>${details}</x:NtryDtls></x:Ntry>`;
  const transfer = (id: string, amount: string, name: string) =>
    `<x:TxDtls><x:Refs><x:EndToEndId>NOTPROVIDED</x:EndToEndId><x:TxId>${id}</x:TxId></x:Refs><x:Amt Ccy="INR">${amount}</x:Amt><x:RltdPties><x:Dbtr><x:Pty><x:Nm>${name}</x:Nm></x:Pty></x:Dbtr></x:RltdPties><x:RmtInf><x:Ustrd>K7MP2A</x:Ustrd><x:Ustrd>mess</x:Ustrd></x:RmtInf></x:TxDtls>`;
  const xml = `<?xml version="1.0"?><x:Document xmlns:x="urn:iso:std:iso:20022:tech:xsd:camt.052.001.08"><x:BkToCstmrAcctRpt><x:Rpt>${entry('300.00', 'CRDT', 'BOOK', transfer('T1234567', '100.00', 'Asha') + transfer('T1234568', '200.00', 'Ravi &amp; Co'))}${entry('50.00', 'DBIT', 'BOOK', '')}${entry('70.00', 'CRDT', 'PDNG', transfer('T1234569', '70.00', 'Meena'))}</x:Rpt></x:BkToCstmrAcctRpt></x:Document>`;
  expect(await linesOf(xml)).toEqual([
    '2026-11-20 10000 Asha T1234567 K7MP2A mess',
    '2026-11-20 20000 Ravi & Co T1234568 K7MP2A mess',
    2,
  ]);
});

test('MT940: German parts of the text, a reversal, a year that turns', async () => {
  const file = [
    ':20:X',
    ':25:10050000/123',
    ':28C:1/1',
    ':60F:C251230EUR100,00',
    ':61:2512310102C50,00NTRFNONREF//B123456789',
    ':86:166?00GUTSCHRIFT?20SVWZ+K7MP2A Men?21sa November?32Asha?33 Verma',
    ':61:260102RC20,50NTRFREF1234567',
    ':86:back',
    ':61:260102D5,00NMSCNONREF',
    ':62F:C260102EUR124,50',
    '-',
  ].join('\r\n');
  expect(await linesOf(file)).toEqual(['2026-01-02 5000 Asha Verma B123456789 SVWZ+K7MP2A Mensa November', 2]);
});

test.each([
  ['QIF', '!Type:Bank\nD20/11/2026\nT3,200.00\nPAsha\nMK7MP2A\nN632511223344\n^\nD21/11/2026\nT-1,050.00\nPGas\n^\n'],
  [
    'OFX 2',
    '<?xml version="1.0"?><?OFX OFXHEADER="200"?><OFX><CURDEF>INR</CURDEF><STMTTRN><TRNTYPE>CREDIT</TRNTYPE><DTPOSTED>20261120101503.000[+5:IST]</DTPOSTED><TRNAMT>3200.00</TRNAMT><FITID>632511223344</FITID><NAME>Asha</NAME><MEMO>K7MP2A</MEMO></STMTTRN><STMTTRN><DTPOSTED>20261121</DTPOSTED><TRNAMT>-1050.00</TRNAMT><FITID>2</FITID></STMTTRN></OFX>',
  ],
])('%s', async (_, file) => {
  expect(await linesOf(file)).toEqual(['2026-11-20 320000 Asha 632511223344 K7MP2A', 1]);
});

const names = 'Date;Libellé;Crédit\n20/11/2026;José Muñoz, Zoë Müller K7MP2A;3200,00\n';
const cp850: Record<string, number> = { é: 0x82, ñ: 0xa4, ë: 0x89, ü: 0x81 };
const mac: Record<string, number> = { é: 0x8e, ñ: 0x96, ë: 0x91, ü: 0x9f };
const bytesBy = (table: Record<string, number>) => Uint8Array.from(names, (char) => table[char] ?? char.charCodeAt(0));
test.each([
  ['UTF-8', Buffer.from(names)],
  ['Windows-1252', Buffer.from(names, 'latin1')],
  ['CP850', bytesBy(cp850)],
  ['Mac Roman', bytesBy(mac)],
  ['UTF-16 without its mark', Buffer.from(names, 'utf16le')],
  ['UTF-8 encoded twice', Buffer.from(Buffer.from(names).toString('latin1'))],
])('names in %s', async (_, bytes) => {
  expect(await linesOf(bytes)).toEqual(['2026-11-20 320000  null José Muñoz, Zoë Müller K7MP2A', 0]);
});

test.each([
  ['PDF', '%PDF-1.7 …'],
  ['RTF', '{\\rtf1 hello}'],
  ['JSON', '[{"amount": 1}]'],
  ['XML', '<?xml version="1.0"?><a><b>1</b></a>'],
  ['HTML', '<html><body>Please sign in</body></html>'],
  ['ZIP', 'PK\u0003\u0004xxxx'],
  ['Word', Buffer.from('d0cf11e0a1b11ae10000', 'hex')],
  ['PNG', Buffer.from('89504e470d0a1a0a', 'hex')],
])('%s is refused by its name', async (kind, bytes) => {
  expect(await read(bytes)).toMatchObject({ ok: false, code: 'statements.not_csv', detail: { kind } });
});
