const NAME = /^counterfoil-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z(?:-before-upgrade)?\.tar\.zst\.age$/;

/**
 * e.g. counterfoil-20261123T021005Z.tar.zst.age, or …Z-before-upgrade.tar.zst.age: sorted by time, and it says how to
 * open it.
 */
export const backupName = (at: Date, beforeUpgrade = false): string =>
  `counterfoil-${at.toISOString().replace(/[-:]|\.\d+/g, '')}${beforeUpgrade ? '-before-upgrade' : ''}.tar.zst.age`;

export const isBeforeUpgrade = (name: string): boolean => name.includes('-before-upgrade.');

export function timeOf(name: string): Date | null {
  const parts = NAME.exec(name)?.slice(1).map(Number) as [number, number, number, number, number, number] | undefined;
  return parts
    ? new Date(Date.UTC(parts[0], parts[1] - 1, ...(parts.slice(2) as [number, number, number, number])))
    : null;
}
