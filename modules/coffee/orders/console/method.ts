/** How an order was paid, in words where it is one of the usual ways; otherwise as the machine calls it. */
export const methodText = (method: string, translate: (key: string, values: object) => string): string =>
  translate(`console.coffee.order.methods.${method}`, { _: method });
