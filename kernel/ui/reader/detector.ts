import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';
import { type Detector, lasting } from './lasting.ts';

type Native = { new (options: { formats: string[] }): Detector; getSupportedFormats(): Promise<string[]> };

/**
 * The browser's own barcode reader if it has one (Android), else ZXing as WebAssembly, which we serve and load only
 * when a camera is opened, or when the browser's own reader fails.
 */
export async function makeDetector(): Promise<Detector> {
  const native = (globalThis as { BarcodeDetector?: Native }).BarcodeDetector;
  if (native && (await native.getSupportedFormats().catch(() => [] as string[])).includes('qr_code')) {
    return lasting(new native({ formats: ['qr_code'] }), zxing);
  }
  return zxing();
}

async function zxing(): Promise<Detector> {
  const { BarcodeDetector, prepareZXingModule } = await import('barcode-detector/ponyfill');
  prepareZXingModule({
    overrides: { locateFile: (path: string, prefix: string) => (path.endsWith('.wasm') ? wasmUrl : prefix + path) },
  });
  return new BarcodeDetector({ formats: ['qr_code'] });
}
