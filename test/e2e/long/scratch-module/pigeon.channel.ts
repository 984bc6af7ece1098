import type { ChatAdapter } from '../../kernel/channels/index.ts';

/** Letters by pigeon, answered by people. */
export const pigeon: ChatAdapter = {
  name: 'pigeon',
  settings: 'web_chat',
  limits: { buttons: 0, buttonLabel: 0, rows: 0, rowLabel: 0, rowDescription: 0, idBytes: 64, text: 200 },
  windowHours: null,
  kind: null,
  read(payload) {
    const { id, from, text } = payload as { id: string; from: string; text: string };
    return { kind: 'message', providerId: id, address: from, at: new Date(), text };
  },
  describe: async () => ({ ready: true, account: 'loft' }),
  linkTo: () => null,
};
