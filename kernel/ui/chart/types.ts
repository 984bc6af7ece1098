export type ChartProps<Row> = {
  kind: 'bars' | 'lines';
  /** undefined while they are loading */
  rows: Row[] | undefined;
  /** the row's place on the horizontal axis, which no other row has */
  at(row: Row): string;
  /** the text of that place; the same when absent */
  showAt?(at: string): string;
  /** a value as text, at the vertical axis and in the tooltip */
  show(value: number): string;
  series: Series<Row>[];
  height?: number;
  /** an upright line at a place */
  mark?: { at: string; label: string };
};

type Series<Row> = {
  label: string;
  /** null: there is no value, so the line has a gap */
  of(row: Row): number | null;
  /** in the tooltip instead of `show` */
  text?(row: Row): string;
  /** the theme's two main colours in turn, when absent */
  color?: string;
  /** fills what is below the line */
  area?: true;
  /** series with the same one stand on each other */
  stack?: string;
};
