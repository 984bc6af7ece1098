import type { FastifySchemaValidationError } from 'fastify';

type Fault = FastifySchemaValidationError;

/**
 * The faults of the alternative that was meant, where a schema has several: without this, who leaves out the reason of a
 * pause reads what is missing for an update. Meant is the one whose words fit (`kind: 'pause'`); without such words the
 * one of the right type with the fewest faults.
 */
export function ofWhatIsMeant(faults: Fault[]): Fault[] {
  // The outermost first: what is dropped there need not be looked at further in.
  const choices = faults.filter(({ keyword }) => keyword === 'anyOf').sort((a, b) => depth(a) - depth(b));
  let left = faults;
  for (const choice of choices) {
    if (!left.includes(choice)) continue;
    const below = `${choice.schemaPath}/`;
    const inside = left.filter(({ schemaPath }) => schemaPath.startsWith(below));
    const others = left.filter((fault) => fault !== choice && !inside.includes(fault));
    const branches = [
      ...Map.groupBy(inside, ({ schemaPath }) => schemaPath.slice(below.length).split('/')[0]).values(),
    ];
    const [meant] = branches
      .filter((branch) => !branch.some((fault) => isElse(fault, choice.instancePath)))
      .sort((a, b) => a.length - b.length);
    left = meant ? [...others, ...meant] : [...others, ...(wordFaults(inside, choice) ?? [choice])];
  }
  return left;
}

const depth = ({ schemaPath }: Fault) => schemaPath.length;

/** Whether the fault says that another alternative is meant: the value is of another type, or one of its words differs. */
const isElse = ({ keyword, instancePath }: Fault, at: string): boolean =>
  (keyword === 'type' && instancePath === at) || (keyword === 'const' && isFieldOf(instancePath, at));

const isFieldOf = (instancePath: string, at: string) =>
  instancePath.startsWith(`${at}/`) && !instancePath.slice(at.length + 1).includes('/');

/** No alternative has such a word: that is the fault. */
function wordFaults(inside: Fault[], { instancePath: at }: Fault): Fault[] | undefined {
  const word = inside.find(({ keyword, instancePath }) => keyword === 'const' && isFieldOf(instancePath, at));
  return word && [{ ...word, keyword: 'enum' }];
}
