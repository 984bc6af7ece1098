/** Public API of outgoing connections: the addresses they may use, the name they send, and the errors they report. */
export { connectTo, Unreachable } from './connect.ts';
export { exchange, WireFault, type WireReply, type WireRequest, type WireTimeouts } from './exchange.ts';
export { OPERATORS, type Reach, reachFrom, reachOf } from './reach.ts';
export { PRODUCT, USER_AGENT, VERSION } from './user-agent.ts';
