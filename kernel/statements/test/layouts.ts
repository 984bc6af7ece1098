/**
 * The columns of banks and wallets, after their public column lists; all values are invented. Three lines a layout: its
 * name, country, currency, amounts and options; the headings; what stands in each column. A line that ends with a bar
 * goes on in the next. What stands in a column (print.ts): %… a day, text, ref, payer, in, out, signed (only minus), plus
 * (with + and -), size, bal, n (1, 2, 3 …), in:out a word for each direction, =… always the same; a plus joins two.
 */
export const LAYOUTS = `
HDFC Bank; IN INR lakhs; preamble=8 footer
Date|Narration|Chq./Ref.No.|Value Dt|Withdrawal Amt.|Deposit Amt.|Closing Balance
%d/%m/%y|text|ref|%d/%m/%y|out|in|bal

State Bank of India; IN INR lakhs; tab preamble=18
Txn Date|Value Date|Description|Ref No./Cheque No.|Branch Code|Debit|Credit|Balance
%e %b %Y|%e %b %Y|text|ref|=4430|out|in|bal

Punjab National Bank; IN INR lakhs; preamble=12 newest marked
Txn No.|Txn Date|Description|Branch Name|Cheque No.|Dr Amount|Cr Amount|Balance
ref|%d/%m/%Y|text|=KOCHI||out|in|bal

Canara Bank; IN INR lakhs; preamble=20 formula
Txn Date|Value Date|Cheque No.|Description|Branch Code|Debit|Credit|Balance
%d-%m-%Y %H:%M:%S|%d %b %Y|=|text|=0811|out|in|bal

Union Bank of India; IN INR plain; preamble=14
Date|Tran Id|Remarks|Amount(Rs.)|Balance(Rs.)
%d/%m/%Y|ref|text|size+ (Cr): (Dr)|bal+ (Cr)

IndusInd Bank; IN INR plain;
Date|Type|Description|Debit|Credit|Balance
%d %b %Y|Transfer Credit:Transfer Debit|text|out|in|bal

Yes Bank; IN INR lakhs; preamble=6
Transaction Date|Value Date|Cheque Number/Transaction Reference Number|Transaction Description|Debit Amount|Credit Amount|
Running Balance
%Y-%m-%d|%Y-%m-%d|ref|text|out|in|bal

IDFC First Bank; IN INR thousands; preamble=16
Transaction Date|Value Date|Particulars|Cheque No.|Debit|Credit|Balance
%d-%b-%Y|%d-%b-%Y|text||out|in|bal

Federal Bank; IN INR lakhs; newest
Date|Value Date|Particulars|Tran Type|Tran ID|Cheque Details|Withdrawals|Deposits|Balance|DR/CR
%d-%m-%Y|%d-%m-%Y|text|=TFR|ref||out|in|bal|=CR

Indian Bank; IN INR lakhs; empty=-
Date|Transaction Details|Debits|Credits|Balance
%d %b %Y|text|=INR +out|=INR +in|=INR +bal

IDBI Bank; IN INR lakhs; preamble=5
Srl|Txn Date|Value Date|Description|Cheque No|CR/DR|CCY|Amount (INR)|Balance (INR)
n|%d/%m/%Y %I:%M:%S %p|%d/%m/%Y|text||Cr.:Dr.|=INR|size|bal

AU Small Finance Bank; IN INR lakhs; preamble=10 empty=-
Trans Date|Value Date|Description/Narration|Chq./Ref. No.|Debit (₹)|Credit (₹)|Balance(₹)
%d %b %Y|%d %b %Y|text|ref|out|in|bal

Paytm; IN INR lakhs;
Date|Time|Transaction Details|Your Account|Amount|UPI Ref No.|Order ID|Remarks|Tags|Comment
%d/%m/%Y|%H:%M:%S|text|=Kerala Bank - 21|plus|ref|||=# Money|

Razorpay; IN INR plain; income
id|amount|currency|status|order_id|method|notes|fee|tax|created_at
ref|size|=INR|=captured|=|=upi|text|=6.40|=0.00|%d/%m/%Y %H:%M:%S

South Indian Bank; IN INR lakhs; preamble=9 total
DATE|VALUE DATE|PARTICULARS|CHQ.NO.|WITHDRAWALS|DEPOSITS|BALANCE
%d-%m-%y|%d-%m-%y|text||out|in|bal

Central Bank of India; IN INR plain; preamble=22 marked
Post Date|Value Date|Branch Code|Cheque Number|Account Description|Debit|Credit|Balance
%d/%m/%Y|%d/%m/%Y|=02811||text|out|in|bal

M-PESA organization; KE KES thousands; preamble=6 newest minus
Receipt No.|Completion Time|Initiation Time|Details|Transaction Status|Paid In|Withdrawn|Balance|Balance Confirmed|
Reason Type|Other Party Info|Linked Transaction ID|A/C No.
mpesa|%d-%m-%Y %H:%M:%S|%d-%m-%Y %H:%M:%S|text|=Completed|in|out|bal|=true|=Pay Bill Online|payer||code

M-PESA personal; KE KES thousands; preamble=11 newest minus
Receipt No.|Completion Time|Details|Transaction Status|Paid In|Withdrawn|Balance
mpesa|%Y-%m-%d %H:%M:%S|text|=COMPLETED|in|out|bal

Equity Bank Kenya; KE KES thousands; preamble=7
Transaction Date|Value Date|Narrative|Transaction Reference|Customer Reference|Debit|Credit|Running Balance
%d-%m-%Y|%d-%m-%Y|text|ref||out|in|bal

KCB Bank; KE KES thousands; preamble=13 minus
Txn Date|Description|Value Date|Money Out|Money In|Ledger Balance|Bank Reference Number
%d.%m.%Y|text|%d.%m.%Y|out|in|bal|ref

Co-operative Bank of Kenya; KE KES thousands; preamble=4 newest
Transaction Date|Value Date|Transaction Description|Reference|Debit|Credit|Running Balance
%d/%m/%Y|%d/%m/%Y|text|ref|out|in|bal

MTN MoMo Uganda; UG UGX thousands; newest
Transaction ID|Date / Time|Transaction Type|From Name|To Name|Amount|Fee|Balance|Message
ref|%Y-%m-%d %H:%M:%S|Received:Sent|payer|=MALABAR MESS|size|=0|bal|text

Airtel Money Uganda; UG UGX thousands; preamble=5
Record No|Transaction ID|Transaction Date and Time|Transaction Type|Sender Name|Receiver Name|Status|
Transaction Amount|Previous Balance|Post Balance|Reference
n|airtel|%d-%m-%Y %H:%M|Merchant Payment:Cash Out|payer|=MALABAR MESS|=TS|size|before|bal|text

Bank of Kigali; RW RWF thousands; preamble=9
Posting Date|Value Date|Description|Reference|Debit|Credit|Balance
%d-%b-%Y|%d-%b-%Y|text|ref|out|in|bal

I&M Bank Rwanda; RW RWF thousands; preamble=15 empty=0
Date|Narration|Transaction Ref|Dr|Cr|Running Bal
%d/%m/%Y|text|ref|out|in|bal

Ikofi; RW RWF spaces;
Itariki|Ubwoko|Ibisobanuro|Nomero y'igikorwa|Yinjiye|Yasohotse|Asigaye
%d/%m/%Y %H:%M|=Kohereza|text|ref|in|out|bal

GTBank; NG NGN thousands; preamble=11
Trans. Date|Value. Date|Reference|Debits|Credits|Balance|Originating Branch|Remarks
%d-%b-%Y|%d-%b-%Y|ref|out|in|bal|=Lekki|text

Zenith Bank; NG NGN thousands; preamble=8 total
DATE|DESCRIPTION|DEBIT|CREDIT|VALUE DATE|BALANCE
%d/%m/%Y|text|out|in|%d/%m/%Y|bal

OPay; NG NGN thousands; preamble=7
Trans. Time|Value Date|Description|Debit/Credit(₦)|Balance(₦)|Channel|Transaction Reference|Counterparty
%Y %b %d %H:%M:%S|%d %b %Y|text|plus|bal|=Mobile|ref|payer

Kuda; NG NGN naira; preamble=10
Date/Time|Money In|Money out|Category|To / From|Description|Balance
%d/%m/%y %H:%M:%S|in|out|inward transfer:outward transfer|payer|text|bal

FNB South Africa; ZA ZAR plain; preamble=4 newest
Date|Amount|Balance|Description
%Y/%m/%d|signed|bal|text

Capitec Bank; ZA ZAR plain; minus
Nr|Account|Posting Date|Transaction Date|Description|Original Description|Parent Category|Category|Money In|Money Out|
Fee|Balance
n|=1234567890|%Y-%m-%d|%Y-%m-%d|=Payment|text|=Other|=Other|in|out||bal

Nedbank; ZA ZAR plain; preamble=3
Date|Description|Amount|Balance
%d%b%Y|text|signed|bal

Ecobank Ghana; GH GHS thousands; preamble=17
Transaction Date|Value Date|Description|Reference Number|Debit Amount|Credit Amount|Balance
%d-%b-%y|%d-%b-%y|text|ref|out|in|bal

MTN MoMo Ghana; GH GHS plain; preamble=2
TRANSACTION DATE|FROM ACCT|FROM NAME|FROM NO.|TRANS. TYPE|AMOUNT|FEES|E-LEVY|BAL BEFORE|BAL AFTER|TO NO.|TO NAME|
TO ACCT|F_ID|REF|OVA
%d-%b-%Y %I:%M:%S %p|=|payer|=233240000001|TRANSFER:PAYMENT|size|=0|=0|before|bal|=|=MESS|=|ref|text|

CRDB Bank; TZ TZS thousands; preamble=19
Posting Date|Details|Value Date|Debit|Credit|Book Balance
%d.%m.%Y|text|%d.%m.%Y|out|in|bal

Mixx by Yas; TZ TZS thousands;
Tarehe na Saa|Namba ya Muamala|Aina ya Muamala|Maelezo|Pesa Iliyoingia|Pesa Iliyotoka|Salio
%d/%m/%Y %H:%M:%S|ref|=Malipo|text|in|out|bal

Wave; SN XOF spaces;
Horodatage|Identifiant de transaction|Type de transaction|Montant|Frais|Solde|Nom de la contrepartie|Motif
%Y-%m-%d %H:%M:%S|ref|=Transfert|signed|=0|bal|payer|text

Orange Money; SN XOF spaces; semicolon preamble=5
N°|Date|Heure|Référence|Service|Statut|Correspondant|Débit|Crédit|Libellé
n|%d/%m/%Y|%H:%M:%S|ref|=Paiement marchand|=Succès|payer|out|in|text

Attijariwafa Bank; MA MAD spaces,; semicolon preamble=6 latin1
Date opération|Libellé|Date valeur|Débit|Crédit
%d/%m/%Y|text|%d/%m/%Y|out|in

BBVA México; MX MXN thousands; tab preamble=3 newest
Día|Concepto / Referencia|cargo|Abono|Saldo
%d-%m-%Y|text|out|in|bal

Santander México; MX MXN plain;
Cuenta|Fecha|Hora|Sucursal|Descripción|Cargo/Abono|Importe|Saldo|Referencia|Concepto
=65500000000|%d%m%Y|%H:%M|=0500|=Abono transferencia SPEI|sign|size|bal|ref|text

Banorte; MX MXN pesos; empty=-
Cuenta|Fecha De Operación|Fecha|Referencia|Descripción|Cod. Transac|Sucursal|Depósitos|Retiros|Saldo|Movimiento|
Descripción Detallada
=0123456789|%d/%m/%Y|%d/%m/%Y|ref|=SPEI RECIBIDO|=003|=0680|in|out|bal|n|text

Banco Galicia; AR ARS comma; semicolon newest latin1
Fecha|Descripción|Origen|Débitos|Créditos|Grupo de Conceptos|Concepto|Leyendas Adicionales|Saldo
%d/%m/%Y|=Transferencia|=|out|in|=|=|text|bal

Mercado Pago; AR ARS comma; semicolon preamble=3
RELEASE_DATE|TRANSACTION_TYPE|REFERENCE_ID|TRANSACTION_NET_AMOUNT|PARTIAL_BALANCE
%d-%m-%Y|text|ref|signed|bal

Santander Argentina; AR ARS pesos,; semicolon preamble=8
Fecha|Suc. Origen|Desc. Sucursal|Cod. Operativo|Referencia|Concepto|Importe Pesos|Saldo Pesos
%d/%m/%Y|=0000|=Casa Central|=4805|ref|text|signed|bal

Bancolombia; CO COP thousands; newest
FECHA|DESCRIPCIÓN|SUCURSAL|DCTO.|VALOR|SALDO
%Y/%m/%d|text|=CANAL DIGITAL||signed|bal

BCP Perú; PE PEN thousands; preamble=4
Fecha|Fecha valuta|Descripción operación|Monto|Saldo|Sucursal - agencia|Operación - Número|Operación - Hora|Usuario|
Referencia2
%d/%m/%Y||=TRAN.CTAS.TERC.BM|signed|bal|=111-008|ref|%H:%M:%S|=OP1234|text

Yape; PE PEN plain; preamble=4
Tipo de Transacción|Origen|Destino|Monto|Mensaje|Fecha de operación
TE PAGÓ:PAGASTE|payer|=Comedor Malabar|size|text|%d/%m/%Y %H:%M:%S

Interbank; PE PEN thousands; semicolon minus
Fecha de Op.|Fecha de Proc.|Nro. de Operación|Movimiento|Descripción|Canal|Cargo|Abono
%d/%m/%Y|%d/%m/%Y|ref|=TRANSFERENCIA|text|=APP|out|in

Banco de Chile; CL CLP points; semicolon preamble=20
Fecha|Descripción|Canal o Sucursal|Cargos (CLP)|Abonos (CLP)|Saldo (CLP)
%d/%m/%Y|text|=Internet|out|in|bal

Nubank; BR BRL plain;
Data|Valor|Identificador|Descrição
%d/%m/%Y|signed|ref|text

Banco do Brasil; BR BRL comma; latin1
Data|Dependência Origem|Histórico|Data do Balancete|Número do documento|Valor
%d/%m/%Y|=|text|=|ref|signed

Banco Industrial; GT GTQ thousands; preamble=9
Fecha|TT|Descripción|No. Doc|Debe (-)|Haber (+)|Saldo
%d/%m/%Y|=NC|text|ref|out|in|bal

Sparkasse; DE EUR comma; semicolon latin1 newest
Auftragskonto|Buchungstag|Valutadatum|Buchungstext|Verwendungszweck|Glaeubiger ID|Mandatsreferenz|
Kundenreferenz (End-to-End)|Beguenstigter/Zahlungspflichtiger|Kontonummer/IBAN|BIC (SWIFT-Code)|Betrag|Waehrung|Info
=DE02120300000000202051|%d.%m.%y|%d.%m.%y|=GUTSCHR. UEBERW. DAUERAUFTR|text||||payer|=DE02500105170137075030|=INGDDEFF|
signed|=EUR|=Umsatz gebucht

DKB; DE EUR comma€; semicolon preamble=4 newest
Buchungsdatum|Wertstellung|Status|Zahlungspflichtige*r|Zahlungsempfänger*in|Verwendungszweck|Umsatztyp|IBAN|Betrag (€)
%d.%m.%y|%d.%m.%y|=Gebucht|payer|=Malabar Mensa|text|Eingang:Ausgang|=DE02500105170137075030|signed

N26; DE EUR plain;
Booking Date|Value Date|Partner Name|Partner Iban|Type|Payment Reference|Account Name|Amount (EUR)|Original Amount|
Original Currency|Exchange Rate
%Y-%m-%d|%Y-%m-%d|payer|=DE02500105170137075030|Credit Transfer:Debit Transfer|text|=Main Account|signed|||

Revolut; GB GBP plain;
Type|Product|Started Date|Completed Date|Description|Amount|Fee|Currency|State|Balance
=TRANSFER|=Current|%Y-%m-%d %H:%M:%S|%Y-%m-%d %H:%M:%S|text|signed|=0.00|=GBP|=COMPLETED|bal

Wise; GB EUR plain; newest
TransferWise ID|Date|Amount|Currency|Description|Payment Reference|Running Balance|Payer Name|Payee Name|Total fees
=TRANSFER-+ref|%d-%m-%Y|signed|=EUR|=Received money|text|bal|payer||=0.00

Monzo; GB GBP plain;
Transaction ID|Date|Time|Type|Name|Emoji|Category|Amount|Currency|Local amount|Local currency|Notes and #tags|Description
=tx_0000A+ref|%d/%m/%Y|%H:%M:%S|=Faster payment|payer|=🍛|=Income|signed|=GBP|signed|=GBP|text|text

Barclays; GB GBP plain; newest
Number|Date|Account|Amount|Subcategory|Memo
=|%d/%m/%Y|=20-00-00 12345678|signed|=FT|text

Crédit Agricole; FR EUR spaces,; semicolon preamble=10 latin1 newest
Date|Libellé|Débit euros|Crédit euros
%d/%m/%Y|text|out|in

Boursorama; FR EUR spaces,; semicolon newest
dateOp|dateVal|label|category|categoryParent|supplierFound|amount|comment|accountNum|accountLabel|accountbalance
%Y-%m-%d|%Y-%m-%d|text|=Virements|=Virements|=asha|signed||=00040000000|=Compte|=5000,00

CaixaBank; ES EUR comma; semicolon preamble=2 newest
Fecha|Fecha valor|Movimiento|Más datos|Importe|Saldo
%d/%m/%Y|%d/%m/%Y|=TRANSFERENCIA|text|signed|bal

ING Netherlands; NL EUR comma; semicolon newest
Datum|Naam / Omschrijving|Rekening|Tegenrekening|Code|Af Bij|Bedrag (EUR)|Mutatiesoort|Mededelingen
%Y%m%d|payer|=NL02ABNA0123456789|=NL02RABO0123456789|=OV|Bij:Af|size|=Overschrijving|text

BancoPosta; IT EUR comma; semicolon preamble=6
Data Contabile|Data Valuta|Addebiti (euro)|Accrediti (euro)|Descrizione operazioni
%d/%m/%Y|%d/%m/%Y|out|in|text

Standard Bank; ZA ZAR plain; ready=standard-bank
none
=HIST|%Y%m%d|=|signed|=CREDIT TRANSFER|text|=1234|=0

HSBC; GB GBP thousands;
none
%d/%m/%Y|text|signed

ABN AMRO; NL EUR comma; tab ready=abn-amro
none
=123456789|=EUR|%Y%m%d|before|bal|%Y%m%d|signed|text

Wells Fargo; US USD plain;
none
%m/%d/%Y|signed|=*||text

EcoCash; ZW USD plain; ready=ecocash
Date|Type|Amount|Reference|Narration
%d/%m/%Y|MR:MP|size|ref|text

Till book; RW RWF plain; income
none
%d/%m/%Y|payer|size|ref|text

PayPal in India; IN USD thousands; ready=paypal-us
Date|Time|TimeZone|Name|Type|Status|Currency|Gross|Fee|Net|Transaction ID|Balance|Subject
%m/%d/%Y|%H:%M:%S|=IST|payer|=Mobile Payment|=Completed|=USD|signed|=0.00|signed|ref|bal|text
`;
