/** What banks and operators write for money in and money out. Pure. */

export type Way = 'in' | 'out';

/** Letters only, lower case, without accents of Latin letters: what two spellings of one word have in common. */
export function plainWords(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f\u093c]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
}

const set = (words: string) => new Set(words.split(',').map(plainWords));

const IN =
  set(`cr,c,crdt,credit,credits,credited,h,in,incoming,inward,inflow,received,receive,receipt,deposit,deposited,
  deposits,cash in,money in,paid in,pay in,payin,transfer in,payment in,payment received,money received,received money,
  received payment,cash deposit,credit transfer,abono,abonos,haber,ingreso,ingresos,entrada,credito,recibido,recibida,
  deposito,acreditado,acreditacion,transferencia recibida,pago recibido,credite,recu,recue,entree,encaissement,depot,
  versement recu,virement recu,transfert recu,paiement recu,haben,gutschrift,eingang,zahlungseingang,einnahme,einzahlung,
  जमा,क्रेडिट,प्राप्त,imepokelewa,umepokea,mapokezi,kuingia,iliyoingia,yakiriwe,wakiriye,kwakira,yinjiye,ayinjiye,
  recebido,entradas,dep,bij,avere,accredito,entrata,te pago,te pagaron,te yapeo,te enviaron,recibiste,credit note,payment received from,inbound`);
const OUT =
  set(`dr,d,dbit,db,debit,debits,debited,s,out,outgoing,outward,outflow,sent,send,paid,withdraw,withdrawn,withdrawal,
  withdrawals,wdl,wd,wdr,cash out,cashout,money out,paid out,pay out,payout,payouts,transfer out,payment sent,money sent,
  sent money,send money,sent payment,cash withdrawal,atm withdrawal,spent,purchase,disbursement,charge,charges,fee,fees,
  debit transfer,cargo,cargos,debe,debito,egreso,egresos,salida,salidas,retiro,retiros,enviado,enviada,pagado,gasto,
  transferencia enviada,pago enviado,debite,sortie,envoye,envoyee,retrait,decaissement,prelevement,virement emis,
  transfert envoye,paiement envoye,frais,soll,lastschrift,ausgang,zahlungsausgang,ausgabe,auszahlung,belastung,
  abbuchung,नामे,डेबिट,निकासी,आहरण,भेजा,भेजे,imetumwa,umetuma,kutoka,iliyotoka,utoaji,yoherejwe,wohereje,asohotse,
  yasohotse,ayasohotse,gusohora,kubikuza,saida,saidas,af,dare,addebito,uscita,pago emitido,pagaste,enviaste,yapeaste,retiraste,outbound,bill payment,pay bill,paybill,airtime,merchant payment sent`);
/** Words that say so inside a longer description, such as "Cash Deposit at agent". */
const IN_WITHIN = /(?<!\p{L})(?:received|deposit(?:ed)?|credited|gutschrift|recibid[oa]|recue?|abono)(?!\p{L})/u;
const OUT_WITHIN =
  /(?<!\p{L})(?:sent|withdraw(?:al|n)?|debited|cash ?out|payout|lastschrift|retiro|retrait|enviad[oa]|prelevement)(?!\p{L})/u;
/** Money that goes back: which way is not said. */
const BACK = /revers|refund|return|chargeback|devol|annul|storno|rejet|rembours/;

/** The direction that a word in a column of directions or types says; null when it isn't known. */
export function wayOf(word: string): Way | null {
  const plain = plainWords(word);
  if (IN.has(plain)) return 'in';
  if (OUT.has(plain)) return 'out';
  if (/^[+]$/.test(word.trim())) return 'in';
  if (/^[-−]$/.test(word.trim())) return 'out';
  if (plain === '' || BACK.test(plain)) return null;
  const [isIn, isOut] = [IN_WITHIN.test(plain), OUT_WITHIN.test(plain)];
  return isIn === isOut ? null : isIn ? 'in' : 'out';
}

/** What the beginning of a narration says, where nothing else in the file does: "Paid to …", "Received from …". */
export function wayInText(text: string): Way | null {
  const plain = plainWords(text);
  if (
    /^(?:paid to|sent to|transfer(?:red)? to|payment to|pago a|enviado a|envoye a|paye a|withdrawal|cash out|debited)(?!\p{L})/u.test(
      plain,
    )
  )
    return 'out';
  if (/^(?:received from|payment from|transfer from|recibido de|recu de|credited)(?!\p{L})/u.test(plain)) return 'in';
  return null;
}
