import { Type } from 'typebox';
import { type Route, route } from '../module/index.ts';
import { BackupsView } from './contract.ts';
import { requestBackup } from './request-backup.action.ts';
import { viewBackups } from './view-backups.query.ts';

export const backupRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/backups',
    permission: 'backup.read',
    summary: 'Backups of the whole installation, for the owner of its first organization',
    reply: BackupsView,
    run: (ctx) => viewBackups(ctx),
  }),
  route({
    method: 'POST',
    path: '/backups',
    permission: 'backup.write',
    summary: 'Make a backup now, in the background',
    reply: Type.Object({ queued: Type.Boolean() }),
    run: (ctx) => requestBackup(ctx),
  }),
];
