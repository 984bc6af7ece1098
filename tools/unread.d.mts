export function removeUnread(modules: string): void;
export function linkDatabase(modules: string, load: () => Promise<unknown>): Promise<void>;
