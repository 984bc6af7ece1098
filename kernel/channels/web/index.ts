export { webAdapter, webChatSettings } from './adapter.ts';
export { sweepUploads } from './sweep-uploads.job.ts';
export { webChatRoutes } from './web-chat.routes.ts';
