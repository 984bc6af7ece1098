/** Public API of the messages package: one outbox for everything the server sends to people. */

import { definePackage } from '../module/index.ts';
import { getSettings } from '../settings/index.ts';
import { bulk } from './bulk.ts';
import type { MessageDefinition } from './define.ts';
import { startDispatcher } from './dispatch/dispatcher.ts';
import { mailHealth } from './health.ts';
import { emailChannel, mailSettings } from './mail-settings.ts';
import type { MessagesService } from './messages-service.ts';
import { countMessages } from './observe.ts';
import { probeMail } from './probe.ts';
import { messageRoutes } from './routes/messages.routes.ts';
import { mailStep } from './start-steps.ts';
import { waiting } from './waiting.ts';

export { applyStatus } from './actions/apply-status.action.ts';
export { cancelMessage } from './actions/cancel-message.action.ts';
export { CONSENT, moveOptOut, optedOutSince, optIn, optOut } from './actions/opt-out.action.ts';
export { releaseHeld, requeueHeld } from './actions/release-held.action.ts';
export { resendMessage, resendMessages } from './actions/resend-messages.action.ts';
export { withdrawMessages } from './actions/withdraw-messages.action.ts';
export type { Channel, ChannelAccount, ChannelKind, Outbound, Outcome } from './channels/channel.ts';
export {
  type ChatChoice,
  type ChatFile,
  defineMessage,
  type RenderedChat,
  type RenderedMessage,
} from './define.ts';
export type { AccountFault, Dispatcher } from './dispatch/dispatcher.ts';
export { mailHealth } from './health.ts';
export { mailBody } from './layout.ts';
export { emailChannel, mailGoesOut, mailSettings, reachesRecipientOnly } from './mail-settings.ts';

export { firstState, messageWrite, sendMessage } from './send-message.ts';
export { STATES } from './states.ts';

declare module '../module/index.ts' {
  interface Manifest {
    /** templates, by `defineMessage` */
    // biome-ignore lint/suspicious/noExplicitAny: each template has parameters of its own
    messages?: MessageDefinition<any>[];
    /** further channels, beside e-mail */
    channels?: import('./channels/channel.ts').ChannelKind[];
  }
}

export const messagesPackage = definePackage({
  name: 'messages',
  editableTexts: ['messages.layout.footer'],
  afterRestore: [
    `update message set state = 'unknown', lease_until = null, last_error = 'restored from a backup; it may have been sent since'
     where state in ('queued', 'sending')`,
  ],
  topics: { message: 'messages.read' },
  bulk,
  waiting,
  permissions: { 'messages.read': 'ops', 'messages.resend': 'ops' },
  errors: {
    'messages.not_found': 404,
    'messages.not_resendable': 409,
    'messages.not_cancellable': 409,
    'messages.too_many': 400,
    'messages.no_server': 409,
  },
  routes: messageRoutes,
  metrics: countMessages,
  settings: [mailSettings],
  startSteps: [mailStep],
  // They contain names, addresses and texts. Messages that still wait to be sent stay, however old.
  retention: [
    {
      table: 'message',
      by: 'batch',
      age: 'id',
      days: async (inside) => (await getSettings(inside, mailSettings)).keep_days,
      only: `state not in ('queued', 'sending')`,
    },
  ],
  health: { mail: mailHealth },
  probe: probeMail,
  async start(boot) {
    const templates: MessagesService['templates'] = new Map();
    for (const definition of boot.manifests.flatMap((manifest) => manifest.messages ?? [])) {
      if (templates.has(definition.name)) throw new Error(`two messages named ${definition.name}`);
      templates.set(definition.name, definition);
    }
    const kinds = [emailChannel(), ...boot.manifests.flatMap((manifest) => manifest.channels ?? [])];
    boot.services.messages = { templates, kinds, dispatcher: undefined, wake() {} };
    return undefined;
  },
  // Runs after every package has started, since a template may use any of them; only where jobs run, since it is work
  // beside requests.
  async ready(boot) {
    const service = boot.services.messages;
    if (!service || boot.role === 'web') return undefined;
    const { clock, log, ctxFor } = boot;
    const dispatcher = startDispatcher({
      system: boot.database.system,
      clock,
      log,
      ctxFor,
      templates: service.templates,
      channels: service.kinds,
      changed: ({ organization_id: organizationId, subject_type: type, subject_id: id }) => {
        const { realtime } = boot.services;
        realtime?.publish({ organizationId, topic: 'message', id: null });
        // The page of the message's subject shows its messages too, if it subscribed: a conversation shows their ticks.
        if (realtime?.topics.has(`${type}.message`)) realtime.publish({ organizationId, topic: `${type}.message`, id });
      },
    });
    service.dispatcher = dispatcher;
    service.wake = dispatcher.wake;
    return { stop: () => dispatcher.stop() };
  },
});
