export const WHAT_TO_DO: string;
export function freeMemory(memory?: string): number | null;
export function tooSmallToBuild(free: number | null): string | null;
