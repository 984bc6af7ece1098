export { webAdapter, webChatSettings } from './adapter.ts';
export { webChatRoutes } from './web-chat.routes.ts';
