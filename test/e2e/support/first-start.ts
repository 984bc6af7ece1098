import type { TestProject } from 'vitest/node';
import { newFolder, start } from './server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    startedFolder: string;
  }
}

/** Starts a server once on an empty folder, for `dataFolder()` to copy what that leaves. */
export default async function setup(project: TestProject) {
  const folder = newFolder();
  const server = await start({ DATA_DIR: folder.path });
  await server.stop();
  project.provide('startedFolder', folder.path);
  return folder.remove;
}
