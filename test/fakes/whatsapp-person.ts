import type { WaSent } from './whatsapp-sent.ts';

/** The part of WhatsApp that a phone uses. */
type WhatsApp = {
  sent: WaSent[];
  now(): Date;
  nextId(): string;
  opened(...names: string[]): void;
  keep(bytes: Buffer, type: string, size?: number): string;
  envelope(value: object): object;
  deliver(body: object): Promise<number>;
};

export type PersonOptions = {
  /** digits; null: hidden behind a user name */
  phone?: string | null;
  /** id of the person for this business; null: as before 2026 */
  userId?: string | null;
  name?: string;
};

let people = 0;

/** A person with WhatsApp: writes, taps, sends pictures, reads. Each call returns the webhook's status. */
export class WhatsAppPerson {
  readonly phone: string | null;
  readonly userId: string | null;
  readonly name: string;
  readonly #api: WhatsApp;

  constructor(api: WhatsApp, { phone, userId, name = 'Asha Rao' }: PersonOptions) {
    const number = ++people;
    this.phone = phone === undefined ? `9198765${String(10_000 + number)}` : phone;
    this.userId = userId === undefined ? `IN.${1_349_120_865_530_000 + number}` : userId;
    this.name = name;
    this.#api = api;
  }

  /** the id by which we know and address them */
  get address(): string {
    return this.userId ?? this.phone ?? '';
  }

  /** received messages, oldest first */
  get inbox(): WaSent[] {
    return this.#api.sent.filter(({ to }) => to === this.userId || to === this.phone);
  }

  writes(text: string): Promise<number> {
    return this.sends({ type: 'text', text: { body: text } });
  }

  /** Taps the choice with this title under the latest message that offers it. */
  taps(title: string): Promise<number> {
    const offering = this.inbox.findLast(({ choices }) => choices.some((choice) => choice.title === title));
    const choice = offering?.choices.find((it) => it.title === title);
    if (!offering || !choice) throw new Error(`nothing offers [${title}]`);
    const kind =
      offering.choices.length > 3 || offering.body.interactive?.type === 'list' ? 'list_reply' : 'button_reply';
    return this.sends({
      type: 'interactive',
      interactive: { type: kind, [kind]: { id: choice.id, title: choice.title } },
      context: { from: '15550783881', id: offering.id },
    });
  }

  sendsPhoto(
    bytes: Buffer,
    { caption, type = 'image/jpeg', size }: { caption?: string; type?: string; size?: number } = {},
  ) {
    const id = this.#api.keep(bytes, type, size);
    return this.sends({ type: 'image', image: { id, mime_type: type, sha256: 'x', ...(caption && { caption }) } });
  }

  sendsDocument(bytes: Buffer, filename: string, type = 'application/pdf'): Promise<number> {
    return this.sends({ type: 'document', document: { id: this.#api.keep(bytes, type), mime_type: type, filename } });
  }

  /** Any message; the same `id` is the same message again. */
  sends(content: object, id = this.#api.nextId()): Promise<number> {
    return this.#api.deliver(this.envelope(content, id));
  }

  envelope(content: object, id = this.#api.nextId()): object {
    this.#api.opened(...[this.userId, this.phone].filter((it) => it !== null));
    return this.#api.envelope({
      contacts: [this.contact],
      messages: [
        {
          id,
          timestamp: String(Math.floor(this.#api.now().getTime() / 1000)),
          ...(this.phone && { from: this.phone }),
          ...(this.userId && { from_user_id: this.userId }),
          ...content,
        },
      ],
    });
  }

  get contact(): object {
    return {
      profile: { name: this.name },
      ...(this.phone && { wa_id: this.phone }),
      ...(this.userId && { user_id: this.userId }),
    };
  }
}
