/** Airtel takes letters and digits only as ids of transactions: our attempt's, without its hyphens. */
export const referenceOf = (attemptId: string): string => attemptId.replaceAll('-', '');

/** The attempt of such an id; what it can't be one stays as it is. */
export const attemptOf = (reference: unknown): string =>
  String(reference).replace(/^(\w{8})(\w{4})(\w{4})(\w{4})(\w{12})$/, '$1-$2-$3-$4-$5');
