/** Public API of outgoing connections: where they may lead, what they say of us, and what is told when they fail. */
export { connectTo, Unreachable } from './connect.ts';
export { exchange, WireFault, type WireReply, type WireRequest, type WireTimeouts } from './exchange.ts';
export { OPERATORS, type Reach, reachFrom, reachOf } from './reach.ts';
export { PRODUCT, USER_AGENT, VERSION } from './user-agent.ts';
