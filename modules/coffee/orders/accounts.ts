/** The ledger's account for money that machines took: `assets:coffee:cash`, from which it is fetched or paid out. */
export const assetOf = (method: string): string => `assets:coffee:${method}`;
