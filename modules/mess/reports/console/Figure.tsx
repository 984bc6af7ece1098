import { Fact } from '../../../../kernel/ui/index.ts';

/** A number of a report below what it counts. */
export function Figure({ label, value, strong }: { label: string; value: string; strong?: boolean }) {
  const Text = strong ? 'strong' : 'span';
  return (
    <Fact label={label}>
      <Text className="figures">{value}</Text>
    </Fact>
  );
}
