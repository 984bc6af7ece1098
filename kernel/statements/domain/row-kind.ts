import { plainWords } from './direction.ts';

/** Empty, as people and programs write it. */
const NOTHING = /^(?:[-–—−_.*\s]+|nil|n\/?a|n\.a\.|null|none|#n\/a|ninguno|néant|sans|keine|-na-)$/i;

/** A cell as it is meant: `="0042"` is text, "-" and "NIL" are empty. */
export function cellText(cell: string): string {
  const bare = cell.replaceAll(/[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '').trim();
  const formula = /^="?([\s\S]*?)"?$/.exec(bare);
  const text = (formula ? (formula[1] as string) : bare.replace(/^'(?=[\d+=-])/, '')).trim();
  return NOTHING.test(text) ? '' : text;
}

const BALANCE =
  /^(?:(?:opening|closing|starting|ending|previous|initial|final|available|current|book|ledger|carried|brought) (?:(?:account|ledger|available|cleared|book) )?(?:balance|bal)|balance (?:b f|c f|bf|cf|brought forward|carried forward|forward|c d|b d)|(?:brought|carried) forward|b f|c f|saldo (?:inicial|final|anterior|actual|disponible|de apertura|de cierre)|solde (?:initial|final|precedent|anterieur|crediteur|debiteur|reporte|de depart|de cloture|debut|fin)|(?:ancien|nouveau) solde|report a nouveau|balance|saldo|solde|kontostand|(?:anfangs|end|schluss|start)(?:saldo|bestand)|(?:alter|neuer) (?:saldo|kontostand)|saldovortrag|ubertrag|(?:प्रारंभिक|प्रारम्भिक|आरंभिक|आरम्भिक|अंतिम|अन्तिम|पिछला|अथ) (?:शेष|जमा|बैलेंस)(?: राशि)?|salio (?:la )?(?:awali|mwanzo|mwisho|kuanzia))/u;
const TOTAL =
  /^(?:(?:grand|sub|page|statement|period) ?)?(?:totals?|totales|totaux|summe|gesamtsumme|gesamtbetrag|gesamt|somme|कुल योग|कुल|योग|jumla|igiteranyo)/u;
/** What may follow such words: a day, an amount, of what. A transfer's text ("Total Gas, K7MP2A") goes on otherwise. */
const REST =
  /^(?:\s+(?:\d+|as|of|on|at|for|the|to|from|this|and|und|et|y|de|des|del|der|du|al|el|la|le|les|au|am|vom|zum|date|dated|fecha|cr|dr|inr|rs|kes|rwf|eur|usd|credits?|debits?|creditos?|debitos?|abonos?|cargos?|depositos?|retiros?|movimientos|mouvements|amounts?|transactions?|umsatze|period|page|withdrawals?|deposits?|money|in|out|paid|balance|general|total|disponivel|disponible|do|dia|em|conta|राशि|[a-z]{3}|january|february|march|april|june|july|august|september|october|november|december))*$/u;

/** Their first letters, so that most cells need no more than a look. */
const LEAD = /^[^\p{L}]*(?:[abcefgijklmnoprstuü]|\p{Script=Devanagari})/iu;

/** A row that tells a balance or a sum: no transfer, whatever stands in its columns of money. */
export function isBalanceOrTotal(cells: string[]): boolean {
  return cells.some((cell) => {
    if (cell.length > 80 || !LEAD.test(cell)) return false;
    const plain = plainWords(cell);
    const words = BALANCE.exec(plain) ?? TOTAL.exec(plain);
    return words !== null && REST.test(plain.slice(words[0].length));
  });
}

/** A rule of hyphens, stars or equals signs. */
export function isRule(cells: string[]): boolean {
  return cells.every((cell) => /^[-–—*=_.~#\s]*$/.test(cell));
}
