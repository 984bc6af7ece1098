/** What machines can be told. */
export const COMMAND_KINDS = [
  'restart',
  'clean',
  'set_temperature',
  'set_price',
  'lock',
  'update_recipe',
  'make_product',
] as const;
export type CommandKind = (typeof COMMAND_KINDS)[number];

type Kind = {
  /**
   * How often a command may be handed out, when nothing is heard of it. Once: what a second time would do again, such as
   * another coffee, or hot water over somebody's hand. Only a person gives such a command again.
   */
  tries: number;
  /** How long it is good for, unless somebody says otherwise; seconds. */
  expiresIn: number;
  /** How long a machine may take from its acknowledgement to its result; seconds. */
  takes: number;
};

const MINUTE = 60;
const HOUR = 60 * MINUTE;
/** With the pauses of `command-states.rule.ts` they reach over a quarter of an hour. */
const MAX_TRIES = 5;

export const KINDS: Record<CommandKind, Kind> = {
  // Machines take minutes to heat again, and a second restart would break off a sale.
  restart: { tries: 1, expiresIn: 10 * MINUTE, takes: 10 * MINUTE },
  clean: { tries: 1, expiresIn: HOUR, takes: HOUR },
  set_temperature: { tries: MAX_TRIES, expiresIn: 24 * HOUR, takes: 2 * MINUTE },
  set_price: { tries: MAX_TRIES, expiresIn: 24 * HOUR, takes: 2 * MINUTE },
  lock: { tries: MAX_TRIES, expiresIn: 24 * HOUR, takes: 2 * MINUTE },
  // Machines fetch the package before they say that they have it.
  update_recipe: { tries: MAX_TRIES, expiresIn: 24 * HOUR, takes: 15 * MINUTE },
  make_product: { tries: 1, expiresIn: 2 * MINUTE, takes: 5 * MINUTE },
};
