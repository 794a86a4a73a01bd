/**
 * WebAssembly modules written by hand: the few instructions that numeric inner loops need, vectors of two doubles or
 * four integers among them, and the module around the functions. Instructions are nested as expressions are; the bytes
 * of the operands come before the opcode. Every function works on one memory, which is imported.
 */

export type Code = readonly number[];
type Type = 'i32' | 'f64' | 'v128';

const TYPES = { i32: 0x7f, f64: 0x7c, v128: 0x7b } as const satisfies Record<Type, number>;

/** LEB128. */
function unsigned(value: number): number[] {
  const low = value & 0x7f;
  const rest = value >>> 7;
  return rest === 0 ? [low] : [low | 0x80, ...unsigned(rest)];
}

function signed(value: number): number[] {
  const low = value & 0x7f;
  const rest = value >> 7;
  const ends = (rest === 0 && low < 0x40) || (rest === -1 && low >= 0x40);
  return ends ? [low] : [low | 0x80, ...signed(rest)];
}

type Operator = (...operands: readonly Code[]) => Code;
const operator =
  (opcode: number): Operator =>
  (...operands) => [...operands.flat(), opcode];
const vectorCode = (opcode: number): number[] => [0xfd, ...unsigned(opcode)];
const vectorOperator =
  (opcode: number): Operator =>
  (...operands) => [...operands.flat(), ...vectorCode(opcode)];
const shift =
  (opcode: number) =>
  (value: Code, bits: number): Code =>
    vectorOperator(opcode)(value, i32.constant(bits));

export const i32 = {
  constant: (value: number): Code => [0x41, ...signed(value)],
  add: operator(0x6a),
  subtract: operator(0x6b),
  multiply: operator(0x6c),
  less: operator(0x48),
} as const;

export const f64 = {
  store: (address: Code, value: Code, offset = 0): Code => [...address, ...value, 0x39, 3, ...unsigned(offset)],
  add: operator(0xa0),
} as const;

export const v128 = {
  load: (address: Code, offset = 0): Code => [...address, ...vectorCode(0x00), 3, ...unsigned(offset)],
  /** A double from memory in both lanes. */
  loadTwice: (address: Code, offset = 0): Code => [...address, ...vectorCode(0x0a), 3, ...unsigned(offset)],
  /** A double from memory in the first lane; the second is 0. */
  loadFirst: (address: Code, offset = 0): Code => [...address, ...vectorCode(0x5d), 3, ...unsigned(offset)],
  store: (address: Code, value: Code, offset = 0): Code => [
    ...address,
    ...value,
    ...vectorCode(0x0b),
    3,
    ...unsigned(offset),
  ],
  /** Stores one of the two lanes of eight bytes. */
  storeLane: (lane: 0 | 1, address: Code, value: Code, offset = 0): Code => [
    ...address,
    ...value,
    ...vectorCode(0x5b),
    3,
    ...unsigned(offset),
    lane,
  ],
  zero: [...vectorCode(0x0c), ...new Array<number>(16).fill(0)] as Code,
  xor: vectorOperator(0x51),
  or: vectorOperator(0x50),
} as const;

export const i32x4 = {
  add: vectorOperator(0xae),
  shiftLeft: shift(0xab),
  shiftRight: shift(0xad),
  /** The two upper lanes, as the lower ones. */
  upper: (value: Code): Code => [
    ...value,
    ...value,
    ...vectorCode(0x0d),
    ...Array.from({ length: 16 }, (_, i) => 8 + (i % 8)),
  ],
} as const;

export const f64x2 = {
  splat: vectorOperator(0x14),
  lane: (lane: 0 | 1, value: Code): Code => [...value, ...vectorCode(0x21), lane],
  add: vectorOperator(0xf0),
  multiply: vectorOperator(0xf2),
  /** The two lower signed integers. */
  fromIntegers: vectorOperator(0xfe),
} as const;

/** A parameter or local variable of a function. */
export interface Variable {
  readonly get: Code;
  readonly set: (value: Code) => Code;
}

/** So many of a type. */
export type Tuple<Length extends number, T, Found extends readonly T[] = []> = Found['length'] extends Length
  ? Found
  : Tuple<Length, T, readonly [...Found, T]>;

/** Declares the local variables of a function as they are asked for. */
export class Locals {
  readonly #types: Type[] = [];
  readonly #parameters: number;

  constructor(parameters: number) {
    this.#parameters = parameters;
  }

  fresh(type: Type): Variable {
    this.#types.push(type);
    return variable(this.#parameters + this.#types.length - 1);
  }

  several<Count extends number>(type: Type, count: Count): Tuple<Count, Variable> {
    return Array.from({ length: count }, () => this.fresh(type)) as readonly Variable[] as Tuple<Count, Variable>;
  }

  get declaration(): Code {
    return [...unsigned(this.#types.length), ...this.#types.flatMap((type) => [1, TYPES[type]])];
  }
}

const variable = (index: number): Variable => ({
  get: [0x20, ...unsigned(index)],
  set: (value) => [...value, 0x21, ...unsigned(index)],
});

const BLOCK = 0x02;
const LOOP = 0x03;
const VOID = 0x40;
const END = 0x0b;
const BRANCH = 0x0c;
const BRANCH_IF = 0x0d;
const NOT = 0x45;

/** Runs the body for `counter`, as it is, as long as it is less than `limit`; it grows by `step`. */
export const loop = (counter: Variable, limit: Code, step: Code, body: readonly Code[]): Code => [
  ...[BLOCK, VOID, LOOP, VOID],
  ...[...i32.less(counter.get, limit), NOT, BRANCH_IF, 1],
  ...body.flat(),
  ...counter.set(i32.add(counter.get, step)),
  ...[BRANCH, 0, END, END],
];

export interface WasmFunction {
  readonly name: string;
  readonly parameters: readonly Type[];
  readonly body: (locals: Locals, ...parameters: readonly Variable[]) => readonly Code[];
}

const vector = (items: readonly Code[]): Code => [...unsigned(items.length), ...items.flat()];
const sized = (code: Code): Code => [...unsigned(code.length), ...code];
const section = (id: number, content: Code): Code => [id, ...sized(content)];
const text = (s: string): Code => sized([...new TextEncoder().encode(s)]);

/** The bytes of a module that exports the functions; it imports `env.memory`. */
function wasmModule(functions: readonly WasmFunction[]): Uint8Array {
  const types = functions.map(({ parameters }) => [0x60, ...vector(parameters.map((t) => [TYPES[t]])), 0]);
  const bodies = functions.map(({ parameters, body }) => {
    const locals = new Locals(parameters.length);
    const code = body(locals, ...parameters.map((_, i) => variable(i))).flat();
    return sized([...locals.declaration, ...code, END]);
  });
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, vector(types)),
    ...section(2, vector([[...text('env'), ...text('memory'), 2, 0, 1]])),
    ...section(3, vector(functions.map((_, i) => unsigned(i)))),
    ...section(7, vector(functions.map(({ name }, i) => [...text(name), 0, ...unsigned(i)]))),
    ...section(10, vector(bodies)),
  ]);
}

/** The memory of a module. */
export interface Memory {
  readonly buffer: ArrayBuffer;
}

/** What is used of WebAssembly: the types of Node do not name it. */
interface Engine {
  readonly Memory: new (size: { readonly initial: number }) => Memory;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: { readonly env: { readonly memory: Memory } },
  ) => { readonly exports: object };
}
const { WebAssembly: engine } = globalThis as unknown as { readonly WebAssembly: Engine };

const PAGE = 65_536;

/** A memory of at least so many bytes. */
export const memoryOf = (bytes: number): Memory => new engine.Memory({ initial: Math.ceil(bytes / PAGE) });

/** The exports of the functions on a memory, compiled at the first use. */
export function compileFunctions<Exports extends object>(functions: readonly WasmFunction[]): (on: Memory) => Exports {
  let module: object | undefined;
  return (memory) => {
    module ??= new engine.Module(wasmModule(functions));
    return new engine.Instance(module, { env: { memory } }).exports as Exports;
  };
}
