/**
 * Whether a message only says that the person has paid, in en, hi, es, fr, rw and sw, whatever the chat's language is,
 * because people mix them. Pure.
 */

const PAID = `paid, i paid, i have paid, ive paid, have paid, already paid, paid already, i already paid, just paid, paid it, i paid it, done, payment done,
  payment made, payment sent, payment complete, payment completed, payment successful, payment is done, payment has been made, amount paid, amount sent,
  fees paid, fee paid, money sent, sent, sent it, i sent it, i have sent it, i sent the money, i have sent the money, transferred, i transferred, transfer done,
  i have transferred, i have made the payment, i made the payment, made the payment, paid via upi, paid by gpay, paid by phonepe, paid by momo, paid by mpesa,
  pagado, ya pagado, pague, ya pague, he pagado, ya he pagado, ya lo pague, ya esta pagado, listo, ya esta, hecho, pago hecho, pago realizado, pago listo,
  ya pague todo, enviado, ya lo envie, ya envie, ya envie el pago, ya envie el dinero, ya transferi, ya hice la transferencia, ya hice el pago,
  transferencia hecha, transferido, ya deposite, depositado,
  jai paye, jai deja paye, je viens de payer, je lai paye, paye, deja paye, cest paye, cest fait, paiement fait, paiement effectue, paiement envoye,
  jai effectue le paiement, jai fait le paiement, jai envoye, jai envoye largent, jai transfere, jai fait le transfert, transfert fait, transfert effectue, regle, jai regle, envoye,
  nishyuye, narishyuye, namaze kwishyura, nishyuye amafaranga, nohereje, nohereje amafaranga, nayohereje, byishyuwe, kwishyura byarangiye, nararangije kwishyura, narangije kwishyura,
  nimelipa, nimeshalipa, nimekwisha lipa, nimekwishalipa, tayari nimelipa, nilishalipa, nimetuma, nimetuma pesa, nimetuma hela, nimeshatuma, malipo yamefanyika, imelipwa, nimefanya malipo,
  भुगतान किया, भुगतान कर दिया, भुगतान कर दिया गया, भुगतान हो गया, पेमेंट किया, पेमेंट कर दिया, पेमेंट कर दी, पेमेंट हो गया, पेमेंट हो गई, पेमेंट हो गयी,
  पेमेंट की, पैसे भेज दिए, पैसे भेजे, पैसे दे दिए, पैसा भेज दिया, पैसे जमा कर दिए, जमा कर दिया, जमा कर दिए, फीस जमा कर दी, भेज दिया, भेज दिए, कर दिया, कर दी, हो गया, हो गई,
  paise bhej diye, paisa bhej diya, paise de diye, payment kar diya, payment kar di, payment ho gaya, payment ho gayi, kar diya, kar di,
  bhej diya, bhej diye, ho gaya, ho gayi, pay kar diya, paid kar diya, payment kiya, pay kiya`;
/** Words around it that change nothing, and the amount: "payment done sir", "मैंने पेमेंट कर दी है", "paid 3200". */
const AROUND =
  /^(?:(?:yes|ok|okay|hi|hello|hey|dear|sir|madam|si|ok|oui|bonjour|ndiyo|yego|haan|ji|bhai|maine|main ne|हाँ|हां|जी|सर|मैंने|मैने|हमने)(?: |$))+|(?: |^)(?:sir|madam|maam|mam|ji|bhai|bro|boss|dear|please|pls|plz|thanks|thank you|thankyou|now|today|just now|por favor|gracias|senor|senora|hoy|ahora|merci|svp|monsieur|madame|asante|tafadhali|leo|bwana|murakoze|sawa|है|हैं|सर|जी|मैडम|धन्यवाद|hai|hain|he)(?= |$)/gu;
const AMOUNT_WORDS =
  /(?<![\p{L}\p{N}])(?:(?:rs|inr|rwf|frw|kes|ksh|mxn|usd|₹) ?)?\d{1,7}(?: \d{2,3})*(?: ?(?:rs|inr|rwf|frw|kes|ksh|mxn|usd|rupees?|pesos|francs?|shillings?|rupaye|रुपये|रुपए|bob|k))?(?![\p{L}\p{N}])/gu;
const PAID_WORDS = new Set(PAID.split(',').map(plain));
/**
 * A message all of whose words stand here is a claim when one of them says that it is over, alone or together with what
 * was done: "ya hice el depósito", "nimeshatuma pesa kwa mpesa", "paise transfer kar diye hain". A word that doesn't
 * stand here ("not", "tomorrow", "how") makes it another message.
 */
const OVER = new RegExp(
  `^(?:${[
    'paid|payed|sent|transferr?ed|deposited|remitted|cleared|done|completed?|successful',
    'pague|pagado|transferi|transferido|envie|enviado|deposite|depositado|mande|mandado|realice|realizado|quedo|listo',
    'paye|regle|envoye|transfere|verse|vire|depose|effectue',
    '(?:n|na|nara|nari|nda|nd|tw|twa)?y?(?:i?shyuye|ohereje)(?:yo)?|byishyuwe|yishyuwe|byoherejwe|yoherejwe',
    '(?:ni|tu)(?:me|mesha|mekwisha|li|lisha|sha)(?:ku|wa|i|zi|ya)?(?:lipa|tuma|tumia|weka|hamisha)',
    '(?:i|zi|ya)(?:me|mesha)(?:lipwa|tumwa|fanyika)',
  ].join('|')})$`,
);
/** Over when it stands beside a word of WHAT: "made the payment", "पैसे डाल दिए". */
const OVER_WITH =
  words(`made did have been sent hice hecho acabo fait viens ok namaze nimaze narangije nararangije byarangiye
  tayari nimefanya nimeshafanya दिया दी दिए दिये दिया किया की किए किये भेजा भेजे भेजी गया गई गयी गए चुका चुकी चुके डाला डाले भरी भरा
  diya diye di kiya kiye ki bheja bheje gaya gayi chuka chuki daala daale bhara bhari`);
const WHAT =
  words(`payment transfer deposit pago transferencia deposito pagar transferir depositar enviar paiement virement
  transfert depot versement payer denvoyer regler kwishyura kohereza malipo pesa hela भुगतान पेमेंट पैसे पैसा फीस फ़ीस रुपये राशि ट्रांसफर
  ट्रांसफ़र जमा paise paisa fees fee payment jama`);
const BESIDE =
  words(`i ive have has had been already just now it the a an my is was so all full amount money cash fee fees via by
  through with from for of and we weve its that this in on account bank upi gpay google pay phonepe paytm momo mpesa m pesa airtel mtn mobile
  yes ok okay today yesterday to also everything whole total
  ya te lo la le el los las de por con en mi todo toda dinero plata monto efectivo yape nequi bizum oxxo spei esta fue he ha sido y
  ahora hoy ayer se si que
  jai je lai ai cest est bon deja viens l les largent argent mon tout par avec sur orange wave bien ete maintenant aujourdhui montant somme frais
  oui on a avons
  amafaranga kuri na ubu yose mu mbere yego nonaha
  tayari kwa yote sasa hivi leo kiasi tigo kupitia tu ndiyo kwenye
  है हैं मैंने मैने हमने जी सर अभी पूरा पूरे पूरी सब आपको आपके खाते में अकाउंट को ने से यूपीआई कर भेज डाल भर दे हो अब
  hai hain he maine main ne hamne ji abhi poora pura sab aapko aapke mein me se ko kar bhej daal dal bhar de ho ab`);
/** "is it done", "did you …": a question without its sign. */
const ASKS = /^(?:is|was|did|does|are|can|has|when|kya|क्या|je wa|est ce)\b/;
const LONGEST_CLAIM = 14;

function words(text: string): Set<string> {
  return new Set(text.split(/\s+/).map(plain));
}

function saysItIsOver(text: string, said: string): boolean {
  const all = said.split(' ');
  if (/[?？]/.test(text) || ASKS.test(said) || all.length > LONGEST_CLAIM) return false;
  const over = all.some((word) => OVER.test(word));
  const with_ = all.some((word) => OVER_WITH.has(word)) && all.some((word) => WHAT.has(word));
  const known = (word: string) => OVER.test(word) || OVER_WITH.has(word) || WHAT.has(word) || BESIDE.has(word);
  return (over || with_) && all.every(known);
}

/** Whether a message only says that the person has paid. */
export function claimsPaid(text: string): boolean {
  const said = plain(text.slice(0, 200));
  const bare = said.replaceAll(AMOUNT_WORDS, ' ').replaceAll(/\s+/g, ' ').trim();
  const without = bare.replaceAll(AROUND, ' ').replaceAll(/\s+/g, ' ').trim();
  return [said, bare, without].some((one) => PAID_WORDS.has(one)) || saysItIsOver(text, without);
}

/** Lower case without accents and punctuation; Devanagari keeps its vowel signs. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]|\u093c|[\ufe0e\ufe0f]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
}
