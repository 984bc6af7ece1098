/** The part of pdfmake 0.3 that the server uses; the package ships no types. */
declare module 'pdfmake' {
  type Output = { getBuffer(): Promise<Uint8Array> };
  const pdfmake: {
    virtualfs: { existsSync(name: string): boolean; writeFileSync(name: string, content: Uint8Array): void };
    setFonts(fonts: Record<string, Record<'normal' | 'bold' | 'italics' | 'bolditalics', string>>): void;
    setUrlAccessPolicy(allowed: (url: string) => boolean): void;
    setLocalAccessPolicy(allowed: (path: string) => boolean): void;
    createPdf(definition: object, options?: object): Output;
  };
  export default pdfmake;
}
