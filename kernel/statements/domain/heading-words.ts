/** Which field a heading names, in English, Hindi, Spanish, French, German, Portuguese, Kinyarwanda and Swahili. Pure. */
import { plainWords } from './direction.ts';

export type Role =
  | 'date'
  | 'time'
  | 'amount'
  | 'credit'
  | 'debit'
  | 'direction'
  | 'currency'
  | 'text'
  | 'payer'
  | 'transaction_reference'
  | 'balance'
  | 'balance_before'
  | 'status';

const list = (words: string) =>
  words
    .split(/[,\n]/)
    .map((word) => word.trim())
    .filter(Boolean);

/** The likelier first; as `headingWords` gives them. */
const NAMES: Record<Role, string[]> = {
  date: list(`transaction date time,transaction date,date time,txn date,tran date,trans date,trx date,date of transaction,
    booking date,buchungstag,buchungsdatum,date operation,date de l operation,date d operation,fecha de operacion,
    fecha operacion,fecha de la operacion,fecha movimiento,fecha del movimiento,fecha de transaccion,completion time,
    completed at,transaction time stamp,transaction timestamp,timestamp,date completed,posting date,post date,posted date,date,txn dt,datum,
    fecha,fecha hora,fecha y hora,date heure,date et heure,tarehe,tarehe na saa,itariki,itariki n isaha,igihe,दिनांक,दिनाँक,तारीख,
    तिथि,लेनदेन दिनांक,लेन देन की तारीख,लेनदेन की तारीख,data,data hora,data da operacao,created at,created on,created,paid at,
    initiation time,settlement date,value date,value dt,val date,fecha valor,fecha de valor,date valeur,date de valeur,
    valutadatum,valuta,wertstellung,मूल्य दिनांक,jour,dia,
    data contabile,data valuta,data operazione,data movimento,data lancamento,horodatage,date op,dateop,fecha de op,booked at,release date,boekdatum,transactiedatum`),
  time: list('time,txn time,transaction time,tran time,hora,heure,uhrzeit,zeit,saa,isaha,समय'),
  credit:
    list(`credit,credit amount,credit amt,credits,deposit,deposits,deposit amt,deposit amount,deposit cr,paid in,money in,cr,cr amount,
    amount cr,credited,credited amount,received,received amount,amount received,inflow,receipts,abono,abonos,haber,credito,
    creditos,deposito,depositos,depositos abonos,ingreso,ingresos,importe abono,monto abono,entradas,recu,entree,entrees,montant credit,
    credit montant,encaissement,encaissements,versement,versements,recette,recettes,haben,gutschrift,gutschriften,einnahme,
    einnahmen,eingang,जमा,जमा राशि,क्रेडिट,क्रेडिट राशि,iliyoingia,pesa iliyoingia,fedha zilizoingia,zilizoingia,kuingia,mapato,yinjiye,
    ayinjiye,amafaranga yinjiye,ayakiriwe,
    accrediti,accrediti euro,accredito,avere,entrate,entrata,bij,creditos abonos,pay in,incoming`),
  debit:
    list(`debit,debit amount,debit amt,debits,withdrawal,withdrawals,withdrawal amt,withdrawal amount,withdrawal dr,withdrawn,paid out,
    money out,dr,dr amount,amount dr,debited,debited amount,sent,spent,outflow,payments,cargo,cargos,debe,debito,debitos,retiro,
    retiros,retiros cargos,egreso,egresos,importe cargo,monto cargo,saidas,sortie,sorties,montant debit,debit montant,retrait,
    retraits,decaissement,decaissements,depense,depenses,soll,lastschrift,lastschriften,belastung,ausgabe,ausgaben,ausgang,
    निकासी,निकासी राशि,नामे,नामे राशि,आहरण,डेबिट,डेबिट राशि,iliyotoka,pesa iliyotoka,fedha zilizotoka,zilizotoka,kutoka,matumizi,yasohotse,
    asohotse,ayasohotse,amafaranga yasohotse,
    addebiti,addebiti euro,addebito,dare,uscite,uscita,af,pay out,outgoing`),
  amount:
    list(`transaction amount,total transaction amount,txn amount,tran amount,amount,amt,transaction amt,amount paid,paid amount,total amount,
    importe,monto,cantidad,valor,importe de la operacion,monto de la transaccion,montant,montant de l operation,montant operation,
    betrag,umsatz,betrag eur,राशि,रकम,लेनदेन राशि,kiasi,kiasi cha fedha,amafaranga,ingano,umubare w amafaranga,quantia,montante,
    gross amount,net amount,value,
    importo,bedrag,valor r,gross,transaction net amount,amount local`),
  direction:
    list(`cr dr,dr cr,debit credit,credit debit,d c,c d,dc,cd,drcr,crdr,received sent,sent received,in out,paid in paid out,
    transaction type,txn type,trans type,type,type of transaction,tipo,tipo de movimiento,tipo movimiento,tipo de transaccion,tipo de operacion,
    cargo abono,abono cargo,debe haber,naturaleza,sens,type d operation,type de transaction,type operation,debit credit indicator,cr dr indicator,
    credit debit indicator,dr cr indicator,indicator,direction,soll haben,haben soll,s h,art,umsatzart,buchungsart,aina,aina ya muamala,ubwoko,
    ubwoko bw igikorwa,प्रकार,लेनदेन प्रकार,जमा नामे,नामे जमा,जमा निकासी,
    af bij,bij af,dare avere,segno,signo,sinal,natureza`),
  currency: list(
    'currency,ccy,curr,currency code,moneda,divisa,devise,monnaie,wahrung,waehrung,मुद्रा,sarafu,ifaranga,moeda',
  ),
  text: list(`narration,description,particulars,transaction particulars,transaction remarks,remarks,remark,details,transaction details,
    transaction description,narrative,transaction narration,message,to message,payer message,payee message,information,note,notes,payment note,memo,reason,purpose,comment,comments,concepto,
    concepto de pago,descripcion,detalle,detalles,observaciones,mensaje,glosa,leyenda,motivo,referencia cliente,libelle,libelle operation,libelle de l operation,designation,
    nature de l operation,intitule,communication,motif,description de l operation,verwendungszweck,buchungstext,vorgang,
    beschreibung,zweck,umsatztext,maelezo,maelezo ya muamala,ujumbe,ibisobanuro,impamvu,ubutumwa,विवरण,ब्योरा,टिप्पणी,historico,descricao,
    a c no,bill reference number,bill reference,account reference,
    mededelingen,omschrijving,causale,descrizione,descrizione operazioni,descrizione operazione,leyendas adicionales,descripcion detallada,lancamento`),
  payer: list(`from name,sender name,payer name,customer name,remitter name,remitter,counterparty name,counterparty,
    beguenstigter zahlungspflichtiger,begunstigter zahlungspflichtiger,auftraggeber empfanger,auftraggeber empfaenger,auftraggeber beguenstigter,
    name zahlungsbeteiligter,zahlungsbeteiligter,auftraggeber,zahlungspflichtiger,payer,sender,from,from account,other party info,
    other party,opposite party,party name,party,debtor name,debtor,received from,customer,ordenante,remitente,pagador,
    ordenante beneficiario,beneficiario ordenante,nombre del ordenante,nombre,titular,donneur d ordre,emetteur,expediteur,payeur,nom du client,nom,client,
    mtumaji,jina la mtumaji,jina,uwohereje,izina ry uwohereje,izina,भुगतानकर्ता,प्रेषक,भेजने वाला,नाम,name,sender msisdn,payer msisdn,
    customer msisdn,sender mobile number,msisdn,mobile number,customer phone,phone,payer vpa,upi id,from fri,
    partner name,to from,from to,origen,remitente origen,zahlungspflichtige r,zahlungspflichtiger name,nom de la contrepartie,correspondant,nom du correspondant,naam omschrijving,naam,other party name,beneficiary or payer`),
  transaction_reference:
    list(`transaction utr,utr,utr no,utr number,bank utr,bank reference number,rrn,rrn no,upi transaction id,
    upi ref no,upi ref,upi reference number,upi reference no,financial transaction id,transaction id,txn id,trans id,trx id,tran id,
    transaction reference,transaction ref,transaction ref no,transaction reference no,transaction reference number,transaction number,
    transaction no,txn no,receipt no,receipt number,mpesa receipt,mpesa receipt number,mpesa code,receipt,reference number,reference no,ref number,ref no,
    cheque no reference no,chq ref no,ref no cheque no,ref no chq no,chq ref number,cheque ref no,cheque reference no,ref cheque no,reference cheque no,
    reference,ref,bank reference,payment reference,referencia,numero de referencia,no de referencia,nro de referencia,numero de operacion,
    no de operacion,nro operacion,n operacion,nro de operacion,numero operacion,codigo de operacion,folio,folio de operacion,clave de rastreo,comprobante,nro comprobante,numero de comprobante,documento,nro documento,
    n de transaction,no de transaction,numero de transaction,id de transaction,id transaction,reference de l operation,reference operation,
    numero d operation,n operation,numero de piece,referenz,transaktionsnummer,transaktions id,transaktionscode,auftragsreferenz,kumbukumbu,namba ya kumbukumbu,namba ya muamala,namba ya risiti,
    nomero y igikorwa,nomero,inomero,संदर्भ,संदर्भ संख्या,संदर्भ क्रमांक,यूटीआर,यूटीआर संख्या,लेनदेन आईडी,id,order id,merchant order id,
    external transaction id,external id,merchant transaction id,kundenreferenz,cheque no,cheque number,chq no,chqno,chequeno,instrument no,instrument id,चेक संख्या,
    identifiant de transaction,identifiant,identificador,operacion numero,no doc,numero do documento,num documento,f id,referencia 1,bank reference number,codigo identificador,identificativo`),
  balance:
    list(`balance,closing balance,running balance,running bal,available balance,post balance,balance after,new balance,
    balance after transaction,bal,account balance,ledger balance,book balance,balance amount,closing bal,saldo,saldo disponible,saldo contable,saldo final,saldo despues,solde,
    solde apres,solde apres operation,nouveau solde,solde disponible,kontostand,saldo nach buchung,शेष,शेष राशि,बैलेंस,बकाया,salio,
    salio baada ya muamala,asigaye,ayasigaye,amafaranga asigaye,balansi,
    balance after,bal after,partial balance,saldi,saldo parcial,solde final`),
  balance_before:
    list(`previous balance,balance before,pre balance,opening balance,prev balance,saldo anterior,saldo inicial,
    solde precedent,solde avant,ancien solde,salio kabla,
    bal before`),
  status: list(
    'transaction status,txn status,status,payment status,estado,estatus,etat,statut,स्थिति,hali,imiterere,situacao',
  ),
};

/** Where no name fits whole: a word in it. */
const WITHIN: [Role, RegExp][] = [
  ['balance_before', /(?<!\p{L})(?:previous|before|opening|anterior|avant)(?!\p{L}).*(?:balance|saldo|solde)/u],
  ['balance', /(?<!\p{L})(?:balance|saldo|solde|kontostand|salio|asigaye)(?!\p{L})|शेष/u],
  [
    'credit',
    /(?<!\p{L})(?:deposits?|credits?|paid in|money in|abonos?|haber|ingresos?|depositos?|creditos?|gutschrift|haben|einnahmen?|encaissements?|yinjiye|iliyoingia)(?!\p{L})|जमा/u,
  ],
  [
    'debit',
    /(?<!\p{L})(?:withdrawals?|withdrawn|debits?|paid out|money out|cargos?|debe|retiros?|egresos?|debitos?|lastschrift|soll|ausgaben?|decaissements?|retraits?|asohotse|yasohotse|ayasohotse|iliyotoka)(?!\p{L})|निकासी|नामे/u,
  ],
  ['date', /(?<!\p{L})(?:date|fecha|datum|tarehe|itariki)(?!\p{L})|दिनांक|तारीख/u],
  [
    'transaction_reference',
    /(?<!\p{L})(?:utr|rrn|reference|referencia|transaction (?:id|no|number)|txn id|receipt no)(?!\p{L})|संदर्भ/u,
  ],
  ['amount', /(?<!\p{L})(?:amount|amt|importe|monto|montant|betrag|kiasi|amafaranga)(?!\p{L})|राशि/u],
  [
    'text',
    /(?<!\p{L})(?:narration|narrative|description|particulars|remarks?|descripcion|concepto|libelle|verwendungszweck|maelezo|ibisobanuro)(?!\p{L})|विवरण/u,
  ],
];
/** Words that make an amount another one than the transfer's, a date another one, and a column one about something else. */
const NOT_MONEY =
  /(?<!\p{L})(?:fees?|charges?|tax|gst|vat|iva|tva|commission|comision|frais|limit|cashback|discount|points?|tarifa)(?!\p{L})/u;
const CURRENCIES =
  /(?<!\p{L})(?:in )?(?:inr|rs|rupees?|usd|eur|gbp|kes|ksh|rwf|frw|ugx|ush|tzs|tsh|mxn|ars|cop|pen|clp|gtq|bob|ngn|ghs|zmw|zar|xof|xaf|fcfa|bdt|npr|lkr|pkr|aed|mx|us)(?!\p{L})/gu;

/** A heading without case, accents, punctuation and its currency. */
export function headingWords(heading: string): string {
  return plainWords(heading).replace(CURRENCIES, ' ').replace(/\s+/g, ' ').trim();
}

export type Named = { role: Role; rank: number };

/** The fields that a heading may name, the likelier first; the lower the rank, the surer. */
export function rolesOf(heading: string): Named[] {
  const words = headingWords(heading);
  if (words === '') return [];
  const whole = (Object.keys(NAMES) as Role[]).flatMap((role) => {
    const index = NAMES[role].indexOf(words);
    return index < 0 ? [] : [{ role, rank: index }];
  });
  if (whole.length > 0 || words.length > 60) return whole;
  const money = !NOT_MONEY.test(words);
  const within = WITHIN.filter(
    ([role, pattern]) =>
      pattern.test(words) && (money || role === 'date' || role === 'text' || role === 'transaction_reference'),
  ).map(([role]) => role);
  // "Withdrawal (Dr)/Deposit (Cr)": one column for both.
  if (within.includes('credit') && within.includes('debit'))
    return [
      { role: 'amount', rank: 500 },
      { role: 'direction', rank: 500 },
    ];
  return within.map((role, index) => ({ role, rank: 500 + index }));
}
