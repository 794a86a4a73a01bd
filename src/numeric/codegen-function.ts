/**
 * A function of the given parameters from the text of its body. The text must come from our own generators, which
 * write numbers of slots and literals only, never text of a design.
 */
export const functionFromText = (parameters: readonly string[], body: string): unknown =>
  Reflect.construct(Function, [...parameters, body]);
