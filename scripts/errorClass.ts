/** What an error of a service is made of. */
type Facts = Readonly<Record<string, unknown>>;
type ErrorConstructor = new (facts: Facts) => Error;

/** A class as the SDK has one for an error of a service: part of the bundle in place of all of those. */
export function errorClass(
  Base: ErrorConstructor,
  name: string,
  $fault: string,
  shapeId?: string,
  members: readonly string[] = [],
): ErrorConstructor {
  const Made = class extends Base {
    constructor(facts: Facts) {
      super({ name, $fault, ...facts });
      Object.setPrototypeOf(this, Made.prototype);
      Object.assign(
        this,
        { name, $fault },
        Object.fromEntries(members.map((member) => [member, facts[member]])),
      );
    }
  };
  // A class without one must not have it: the SDK looks for its own, and gives it one.
  return shapeId === undefined ? Made : Object.assign(Made, { shapeId });
}
