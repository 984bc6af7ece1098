interface ConnectedPrinter {
  type: string;
  vendorId?: number;
  productId?: number;
  manufacturerName?: string;
  productName?: string;
  serialNumber?: string;
  language?: string;
  codepageMapping?: string;
}
interface ReceiptPrinter {
  /** Inside a click: the browser asks which one. */
  connect(): Promise<void>;
  reconnect(last: object): Promise<void>;
  disconnect(): Promise<void>;
  print(bytes: Uint8Array): Promise<void>;
  addEventListener(event: 'connected', listener: (device: ConnectedPrinter) => void): void;
  addEventListener(event: 'disconnected', listener: () => void): void;
}
declare module '@point-of-sale/webusb-receipt-printer' {
  const Printer: new () => ReceiptPrinter;
  export default Printer;
}
declare module '@point-of-sale/webserial-receipt-printer' {
  const Printer: new (options?: { baudRate?: number }) => ReceiptPrinter;
  export default Printer;
}
