/** Whole files of banks that stand in no other test, with the words and rows that are particular to them. */
import { expect, test } from 'vitest';
import { readStatement } from '../file/read-statement.ts';

test.each<[string, string, string, string, string[]]>([
  [
    'federal',
    'IN',
    'INR',
    `Federal Bank\nAccount Number : 1234\n\nSl. No.,Date,Value Date,Particulars,Tran Type,Tran ID,Cheque Details,Withdrawals,Deposits,Balance Amount,DR/CR\n1,20-NOV-2026,20-NOV-2026,"UPI IN/632511223344/asha@okaxis/fee",TFR,S123,,,3200.00,"10,200.00",CR\n2,21-NOV-2026,21-NOV-2026,"UPIOUT/632511223999/gas",TFR,S124,,1050.00,,"9,150.00",CR\n`,
    ['2026-11-20 320000'],
  ],
  [
    'BK rwanda',
    'RW',
    'RWF',
    `Itariki;Ibisobanuro;Ayinjiye;Ayasohotse;Asigaye\n20/11/2026;Kwishyura ASHA;3 200;;10 200\n21/11/2026;Gaz;;1 050;9 150\n`,
    ['2026-11-20 3200'],
  ],
  [
    'itau',
    'BR',
    'BRL',
    `data;lançamento;ag./origem;valor (R$);saldos (R$)\n20/11/2026;PIX RECEBIDO ASHA;;3.200,00;\n21/11/2026;PIX ENVIADO GAS;;-1.050,00;\n21/11/2026;SALDO TOTAL DISPONÍVEL DIA;;;9.150,00\n`,
    ['2026-11-20 320000'],
  ],
  [
    'gtb',
    'NG',
    'NGN',
    `Trans. Date,Value Date,Reference,Debits,Credits,Balance,Originating Branch,Remarks\n20-Nov-2026,20-Nov-2026,'632511223344,,"3,200.00","10,200.00",635,TRANSFER FROM ASHA\n21-Nov-2026,21-Nov-2026,'632511223999,"1,050.00",,"9,150.00",635,GAS\n`,
    ['2026-11-20 320000'],
  ],
  [
    'wave',
    'SN',
    'XOF',
    `Date;Type;Montant;Frais;Solde;Contrepartie;Téléphone;ID de transaction\n2026-11-20 09:12;Paiement reçu;3 200 F;0 F;10 200 F;ASHA;771112222;TX-ABC123\n2026-11-21 09:12;Transfert envoyé;-1 050 F;0 F;9 150 F;GAS;771112223;TX-ABC124\n`,
    ['2026-11-20 3200'],
  ],
  [
    'capitec',
    'ZA',
    'ZAR',
    `Nr,Account,Posting Date,Transaction Date,Description,Original Description,Parent Category,Category,Money In,Money Out,Fee,Balance\n1,123,2026-11-20,2026-11-20,Payment,ASHA,Income,Other,3200.00,,,10200.00\n2,123,2026-11-21,2026-11-21,Gas,GAS,Home,Gas,,-1050.00,-1.00,9149.00\n`,
    ['2026-11-20 320000'],
  ],
])('%s, %s', async (_, country, currency, text, lines) => {
  const home = { country, currency, timeZone: 'Asia/Kolkata', today: '2026-11-25' };
  const read = await readStatement({ bytes: Buffer.from(text), mapping: null, headingRow: null, formats: [], home });
  if (!read.ok) throw new Error(read.code);
  expect(read.data.faults).toEqual([]);
  expect(read.data.lines.map(({ day, amountMinor }) => `${day} ${amountMinor}`)).toEqual(lines);
  expect(read.data.outgoing).toBe(1);
});
