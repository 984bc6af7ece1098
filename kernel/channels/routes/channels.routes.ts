import { Type } from 'typebox';
import { ok } from '../../lib/result.ts';
import { type Route, route } from '../../module/index.ts';
import { ChannelView } from '../contract.ts';
import { listChannels } from '../queries/channels.ts';

export const channelRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/channels',
    permission: 'channels.read',
    summary: 'The channels: which are set up, where they are reached, when they last worked',
    reply: Type.Array(ChannelView),
    run: async (ctx) => ok(await listChannels(ctx)),
  }),
];
