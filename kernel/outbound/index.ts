/** Public API of outgoing connections: the addresses they may use, the name they send, and the errors they report. */

export { type AddressPolicy, ANY_ADDRESS, mayBeChosen, policyFrom, policyOf, printerPolicy } from './address-policy.ts';
export { connectTo } from './connect.ts';
export {
  exchange,
  OutboundError,
  type OutboundReply,
  type OutboundTimeouts,
} from './exchange.ts';
export { PRODUCT, USER_AGENT, VERSION, versionOnDisk } from './user-agent.ts';
export { aheadOfWorld } from './world-clock.ts';
