import { plainWords } from './direction.ts';

/**
 * What the status of a row says, by the words that banks and operators use (Airtel writes its codes: TS, TF, TIP).
 * happened: the money moved · not: it didn't, or not yet · null: not known, so a person has to look
 */
export function statusOf(text: string): 'happened' | 'not' | null {
  const status = plainWords(text);
  if (HAPPENED.test(status)) return 'happened';
  return NOT.test(status) ? 'not' : null;
}

const HAPPENED =
  /^(ts|ok|paid|posted|booked|settled|cleared|processed|approved|success\w*|succes|succeeded|complet\w*|transaction success\w*|done|captured|received|exitos[oa]|aprobad[oa]|completad[oa]|procesad[oa]|realizad[oa]|acreditad[oa]|pagad[oa]|reussie?|effectuee?|terminee?|validee?|traitee?|gebucht|ausgefuhrt|abgeschlossen|imekamilika|imefanikiwa|byarangiye|byagenze neza|concluid[oa]|सफल|पूर्ण)$/;
const NOT =
  /^(tf|te|ta|tip|fail\w*|declin\w*|reject\w*|cancel\w*|revers\w*|expired|timed? ?out|pending|initiated|ongoing|in progress|(transaction|payment) (failed|pending|in progress|expired|ambiguous)|ambiguous|fallid[oa]|pendiente|rechazad[oa]|cancelad[oa]|anulad[oa]|devuelt[oa]|en proceso|echouee?|echec|en attente|en cours|annulee?|rejetee?|expiree?|vorgemerkt|abgelehnt|storniert|imeshindikana|imefeli|inasubiri|byanze|birategereje|असफल|विफल|लंबित)$/;
