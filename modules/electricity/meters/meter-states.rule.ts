/** What each state of a meter allows. The API, the chat, the buttons and the actions read this table. */

export const METER_STATES = ['active', 'inactive', 'suspended'] as const;
export type MeterState = (typeof METER_STATES)[number];

type Rule = { from: readonly MeterState[]; to?: MeterState };

/**
 * active: in use · suspended: stopped for a while, reports still count, nothing can be bought · inactive: taken down;
 * what it reports is refused
 */
export const METER_RULES = {
  activate: { from: ['inactive', 'suspended'], to: 'active' },
  suspend: { from: ['active'], to: 'suspended' },
  deactivate: { from: ['active', 'suspended'], to: 'inactive' },
  buy: { from: ['active'] },
  claim: { from: ['active', 'suspended'] },
  report: { from: ['active', 'suspended'] },
} as const satisfies Record<string, Rule>;

export type MeterAction = keyof typeof METER_RULES;
/** The actions that people do to change the state. */
export const METER_CHANGES = ['activate', 'suspend', 'deactivate'] as const satisfies MeterAction[];

export function mayMeter(action: MeterAction, state: MeterState): boolean {
  return (METER_RULES[action].from as readonly MeterState[]).includes(state);
}
