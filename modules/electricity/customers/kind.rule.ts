/** A household or an institution, in the words that lists have; empty: a household. Null: not known. */
export function readKind(typed: string): 'household' | 'institution' | null {
  const word = typed.toLowerCase().trim();
  if (
    word === '' ||
    /^(?:house(?:hold)?|home|private|individual|residential|urugo|familia|hogar|foyer|ménage|घर|परिवार)/.test(word)
  )
    return 'household';
  return /^(?:institution|school|company|business|office|commercial|shop|ikigo|école|escuela|empresa|संस्था|स्कूल)/.test(
    word,
  )
    ? 'institution'
    : null;
}
