/// <reference types="vite/client" />

declare module 'virtual:messages/*' {
  const languages: Record<string, () => Promise<{ default: Record<string, never> }>>;
  export default languages;
}
