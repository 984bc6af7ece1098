/**
 * MTN takes only uuids of version 4 as references (`X-Reference-Id`), ours are of version 7. The version's digit is
 * replaced, so that either follows from the other and nothing more has to be stored.
 */
export const referenceOf = (attemptId: string): string => `${attemptId.slice(0, 14)}4${attemptId.slice(15)}`;
